package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HeadGradients;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;

/**
 * A prepared model: all outputs from its fast graph, gradients from a separate graph of its head.
 */
final class GraphModel extends TensorFlowModel {
  private final GraphSession graph;
  private final HeadGradients head; // null: no feature map
  private final ImageShape inputShape;
  private final Optional<float[][]> classWeights;

  /**
   * @param file the prepared model, with the signature that has all outputs
   * @param graph its session, closed with this model
   * @param head the same; empty: no feature map was asked for, or the model has none
   * @param firstAlone whether the first batch must run alone
   * @throws ModelException where labels and scores do not fit; nothing is closed then
   */
  GraphModel(
      ModelSpec spec,
      SavedModelFile file,
      GraphSession graph,
      Optional<HeadGradients> head,
      boolean firstAlone)
      throws ModelException {
    super(
        spec,
        spec.labels(Math.toIntExact(file.outputShape(OutputFinder.LOGITS).get(1))),
        firstAlone);
    this.graph = graph;
    this.head = head.orElse(null);
    this.inputShape = ImageShape.of(spec, graph.input().sizes());
    this.classWeights = head.flatMap(HeadGradients::classWeights).map(GraphModel::rows);
  }

  /** A single score belongs to the second of two classes; its negation is the first's. */
  private static float[][] rows(float[][] weights) {
    if (weights.length > 1) {
      return weights;
    }
    float[] against = weights[0].clone();
    for (int channel = 0; channel < against.length; channel++) {
      against[channel] = -against[channel];
    }
    return new float[][] {against, weights[0]};
  }

  @Override
  public Optional<String> lacks(ModelOutput output) {
    return switch (output) {
      case PROBABILITIES, LOGITS -> Optional.empty();
      case FEATURES ->
          graph.outputs().containsKey(OutputFinder.FEATURES)
              ? Optional.empty()
              : Optional.of(
                  "model "
                      + spec().name()
                      + " has no features: its scores do not come from one dense layer at its end");
      case FEATURE_MAP, GRADIENTS ->
          head != null
              ? Optional.empty()
              : Optional.of("the model " + spec().name() + " has no feature map");
    };
  }

  @Override
  public Optional<float[][]> classWeights() {
    return classWeights;
  }

  @Override
  public boolean takesLevels() {
    return graph.input().dtype() == DataType.DT_UINT8;
  }

  @Override
  public Predictor newPredictor(Preprocessing preprocessing) {
    return new GraphPredictor(preprocessing);
  }

  @Override
  public void close() {
    graph.close();
    if (head != null) {
      head.close();
    }
  }

  private static InferenceException failure(TensorFlowException e) {
    return new InferenceException(String.valueOf(e.getMessage()), e);
  }

  private final class GraphPredictor implements Predictor {
    private final Preprocessing preprocessing;
    private final InputFiller filler;

    GraphPredictor(Preprocessing preprocessing) {
      this.preprocessing = preprocessing;
      this.filler =
          new InputFiller(
              takesLevels() ? asLevels(preprocessing) : preprocessing, inputShape.channelsFirst());
    }

    /** The preprocessing without scaling, which the model does itself. */
    private static Preprocessing asLevels(Preprocessing p) {
      return new Preprocessing(p.width(), p.height(), p.resizing(), Scaling.NONE, p.channelOrder());
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(GraphModel.this, outputs);
      List<String> names = Arrays.stream(outputs).map(ModelOutput::toString).toList();
      List<float[]> values = GraphModel.this.run(() -> run(images, names));
      int count = images.size();
      Map<ModelOutput, float[][]> rows = new EnumMap<>(ModelOutput.class);
      List<FeatureMap> maps = List.of();
      for (int i = 0; i < outputs.length; i++) {
        float[] flat = values.get(i);
        int width = flat.length / count;
        switch (outputs[i]) {
          case PROBABILITIES -> rows.put(outputs[i], new Probabilities(false).rows(flat, width));
          case LOGITS -> rows.put(outputs[i], Probabilities.logitRows(flat, width));
          case FEATURES -> rows.put(outputs[i], split(flat, count));
          case FEATURE_MAP -> maps = maps(split(flat, count), mapShape(width));
          case GRADIENTS -> throw new IllegalArgumentException("gradients are of feature maps");
        }
      }
      return new BatchOutputs(rows, maps);
    }

    private List<float[]> run(List<byte[]> images, List<String> outputs) throws InferenceException {
      float[] batch = filler.batch(images);
      try {
        return graph.run(batch, inputShape.batch(images.size(), preprocessing), outputs);
      } catch (TensorFlowException e) {
        throw failure(e);
      }
    }

    private static float[][] split(float[] flat, int count) {
      int width = flat.length / count;
      float[][] rows = new float[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
      }
      return rows;
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes)
        throws InferenceException {
      LoadedModel.require(GraphModel.this, ModelOutput.GRADIENTS);
      int size = maps.get(0).values().length;
      float[] values = new float[maps.size() * size];
      float[] weights = new float[maps.size() * head.scores()];
      for (int i = 0; i < maps.size(); i++) {
        System.arraycopy(modelsLayout(maps.get(i)), 0, values, i * size, size);
        if (head.scores() == 1) {
          weights[i] = classes[i] == 1 ? 1 : -1;
        } else {
          weights[i * head.scores() + classes[i]] = 1;
        }
      }
      List<Long> one = mapShape(size);
      List<Long> batch = List.of((long) classes.length, one.get(0), one.get(1), one.get(2));
      try {
        return maps(split(head.of(values, batch, weights), classes.length), one);
      } catch (TensorFlowException e) {
        throw failure(e);
      }
    }

    /** A feature map's three sizes as the model has them; open ones follow from the number. */
    private List<Long> mapShape(int values) {
      List<Long> declared = head.mapShape().subList(1, 4);
      int channelAxis = head.channelsFirst() ? 0 : 2;
      long channels = declared.get(channelAxis);
      if (declared.stream().allMatch(size -> size > 0)) {
        return declared;
      }
      long places = values / channels;
      long known =
          declared.stream().filter(size -> size > 0).reduce(1L, (a, b) -> a * b) / channels;
      long open = declared.stream().filter(size -> size <= 0).count();
      long side = open == 1 ? places / known : Math.round(Math.sqrt((double) places));
      return declared.stream().map(size -> size > 0 ? size : side).toList();
    }

    private List<FeatureMap> maps(float[][] rows, List<Long> shape) {
      List<FeatureMap> maps = new ArrayList<>();
      for (float[] row : rows) {
        maps.add(channelsLast(row, shape));
      }
      return maps;
    }

    private FeatureMap channelsLast(float[] values, List<Long> shape) {
      int[] sizes = shape.stream().mapToInt(Math::toIntExact).toArray();
      if (!head.channelsFirst()) {
        return new FeatureMap(sizes[0], sizes[1], sizes[2], values);
      }
      return new FeatureMap(
          sizes[1], sizes[2], sizes[0], transposed(values, sizes[0], sizes[1] * sizes[2]));
    }

    private float[] modelsLayout(FeatureMap map) {
      return head.channelsFirst()
          ? transposed(map.values(), map.places(), map.channels())
          : map.values();
    }

    private static float[] transposed(float[] values, int rows, int columns) {
      float[] turned = new float[values.length];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          turned[column * rows + row] = values[row * columns + column];
        }
      }
      return turned;
    }

    @Override
    public void close() {}
  }
}
