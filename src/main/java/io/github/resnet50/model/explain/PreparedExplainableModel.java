package io.github.resnet50.model.explain;

import io.github.resnet50.graph.HeadGradients;
import io.github.resnet50.graph.InferenceGraph;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ImageShape;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.inference.PreparedPredictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;

/** A prepared model: feature maps from the fast graph, gradients from the head's own. */
public final class PreparedExplainableModel implements ExplainableModel {
  private final ModelSpec spec;
  private final ImageShape inputShape;
  private final InferenceGraph graph;
  private final HeadGradients head;
  private final List<Label> labels;
  private final float[][] classWeights;

  /**
   * @param graph closed with this model
   * @param head the same; null: the model has no feature map
   * @throws ModelException where labels and scores do not fit; nothing is closed then
   */
  public PreparedExplainableModel(
      ModelSpec spec, ImageShape inputShape, InferenceGraph graph, HeadGradients head)
      throws ModelException {
    this.spec = spec;
    this.inputShape = inputShape;
    this.graph = graph;
    this.head = head;
    this.labels = PreparedPredictor.labels(spec, graph);
    this.classWeights =
        head == null ? null : head.classWeights().map(PreparedExplainableModel::rows).orElse(null);
  }

  /** A single score is that of the second of two classes, and speaks against the first. */
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
  public Optional<String> blindness() {
    return head == null
        ? Optional.of("the model " + spec.name() + " has no feature map")
        : Optional.empty();
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.ofNullable(classWeights);
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public List<Label> labels() {
    return labels;
  }

  @Override
  public boolean takesLevels() {
    return graph.takesLevels();
  }

  @Override
  public ExplainingPredictor newPredictor(Preprocessing preprocessing) {
    return new GraphPredictor(preprocessing);
  }

  @Override
  public void close() {
    graph.close();
    if (head != null) {
      head.close();
    }
  }

  private final class GraphPredictor implements ExplainingPredictor {
    private final PreparedPredictor predictor;

    GraphPredictor(Preprocessing preprocessing) {
      this.predictor = new PreparedPredictor(graph, inputShape, preprocessing);
    }

    @Override
    public float[][] predict(List<byte[]> images) throws InferenceException {
      return predictor.probabilities(images);
    }

    @Override
    public List<Activations> activations(List<byte[]> images) throws InferenceException {
      List<float[]> outputs =
          predictor.run(images, List.of(InferenceGraph.PROBABILITIES, InferenceGraph.FEATURE_MAP));
      int count = images.size();
      float[][] probabilities = PreparedPredictor.rows(outputs.get(0), count);
      float[] maps = outputs.get(1);
      List<Long> shape = mapShape(maps.length / count);
      List<Activations> activations = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int size = maps.length / count;
        float[] one = Arrays.copyOfRange(maps, i * size, (i + 1) * size);
        activations.add(new Activations(probabilities[i], channelsLast(one, shape)));
      }
      return activations;
    }

    @Override
    public List<FeatureMap> gradients(List<Activations> activations, int[] classes)
        throws InferenceException {
      FeatureMap first = activations.get(0).map();
      int size = first.values().length;
      float[] maps = new float[activations.size() * size];
      float[] weights = new float[activations.size() * head.scores()];
      for (int i = 0; i < activations.size(); i++) {
        System.arraycopy(modelsLayout(activations.get(i).map()), 0, maps, i * size, size);
        if (head.scores() == 1) {
          weights[i] = classes[i] == 1 ? 1 : -1;
        } else {
          weights[i * head.scores() + classes[i]] = 1;
        }
      }
      List<Long> one = mapShape(size);
      List<Long> batch = List.of((long) classes.length, one.get(0), one.get(1), one.get(2));
      try {
        float[] gradients = head.of(maps, batch, weights);
        List<FeatureMap> result = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
          result.add(channelsLast(Arrays.copyOfRange(gradients, i * size, (i + 1) * size), one));
        }
        return result;
      } catch (TensorFlowException e) {
        throw PreparedPredictor.failure(e);
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
