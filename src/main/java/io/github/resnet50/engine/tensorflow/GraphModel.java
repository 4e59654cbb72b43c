package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.graph.AttentionLayout;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;

/**
 * A prepared model: all outputs from its fast graph, gradients from a separate graph of its head.
 */
final class GraphModel extends TensorFlowModel {
  private final GraphSession graph;
  private final MapGradients gradients; // null: no feature map
  private final AttentionReader attention; // null: none was asked for, or it is not understood
  private final String noAttention; // why
  private final ImageShape inputShape;

  /**
   * @param file the prepared model, with the signature that has all outputs
   * @param graph its session, closed with this model
   * @param gradients the same; empty: no feature map was asked for, or the model has none
   * @param wantsAttention whether it is to give its attention
   * @param firstAlone whether the first batch must run alone
   * @throws ModelException where labels and scores do not fit; nothing is closed then
   */
  GraphModel(
      ModelSpec spec,
      SavedModelFile file,
      GraphSession graph,
      Optional<MapGradients> gradients,
      boolean wantsAttention,
      boolean firstAlone)
      throws ModelException, SavedModelException {
    super(
        spec,
        spec.labels(Math.toIntExact(file.outputShape(OutputFinder.LOGITS).get(1))),
        firstAlone);
    this.graph = graph;
    this.gradients = gradients.orElse(null);
    this.inputShape = ImageShape.of(spec, graph.input().sizes());
    AttentionReader reader = null;
    String problem = "none was asked for";
    if (wantsAttention) {
      try {
        reader = new AttentionReader(AttentionLayout.of(file));
      } catch (UnpreparableModelException e) {
        problem = e.getMessage();
      }
    }
    this.attention = reader;
    this.noAttention = ModelOutput.ATTENTION.absentFrom(spec.name()) + " (" + problem + ")";
  }

  @Override
  public Optional<String> lacks(ModelOutput output) {
    boolean has =
        switch (output) {
          case PROBABILITIES, LOGITS -> true;
          case FEATURES -> graph.outputs().containsKey(OutputFinder.FEATURES);
          case FEATURE_MAP, GRADIENTS -> gradients != null;
          case ATTENTION -> attention != null;
        };
    if (!has && output == ModelOutput.ATTENTION) {
      return Optional.of(noAttention);
    }
    return has ? Optional.empty() : Optional.of(output.absentFrom(spec().name()));
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.ofNullable(gradients).flatMap(MapGradients::classWeights);
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
    if (gradients != null) {
      gradients.close();
    }
  }

  private final class GraphPredictor implements Predictor {
    private final Preprocessing preprocessing;
    private final InputFiller filler;

    GraphPredictor(Preprocessing preprocessing) {
      this.preprocessing = preprocessing;
      this.filler =
          new InputFiller(
              takesLevels() ? preprocessing.unscaled() : preprocessing, inputShape.channelsFirst());
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(GraphModel.this, outputs);
      int count = images.size();
      ModelOutput[] tensors =
          Arrays.stream(outputs)
              .filter(output -> output != ModelOutput.ATTENTION)
              .toArray(ModelOutput[]::new);
      List<TensorRef> fetches = new ArrayList<>();
      for (ModelOutput output : tensors) {
        fetches.add(graph.outputs().get(output.toString()));
      }
      if (tensors.length < outputs.length) {
        fetches.addAll(attention.tensors());
      }
      List<HostTensor> values = GraphModel.this.run(() -> fetch(images, fetches));
      List<float[]> flat = values.stream().limit(tensors.length).map(HostTensor::floats).toList();
      BatchOutputs results =
          BatchOutputs.of(count, tensors, flat, i -> gradients.maps(flat.get(i), count));
      return tensors.length == outputs.length
          ? results
          : results.with(attention.of(values.subList(tensors.length, values.size()), count));
    }

    private List<HostTensor> fetch(List<byte[]> images, List<TensorRef> fetches)
        throws InferenceException {
      List<Long> shape = inputShape.batch(images.size(), preprocessing);
      try {
        return graph.run(graph.input().batch(shape, filler.batch(images)), fetches);
      } catch (TensorFlowException e) {
        throw MapGradients.failure(e);
      }
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes)
        throws InferenceException {
      LoadedModel.require(GraphModel.this, ModelOutput.GRADIENTS);
      return gradients.of(maps, classes);
    }

    @Override
    public void close() {}
  }
}
