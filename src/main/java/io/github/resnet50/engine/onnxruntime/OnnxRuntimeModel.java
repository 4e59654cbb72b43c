package io.github.resnet50.engine.onnxruntime;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputBuffer;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.onnxruntime.OnnxSession.Output;
import io.github.resnet50.engine.tensorflow.MapGradients;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A model in ONNX Runtime: one session serves all predictors. */
final class OnnxRuntimeModel implements LoadedModel {
  private final ModelSpec spec;
  private final OnnxSession session;
  private final MapGradients gradients; // null: there are none, or none were asked for
  private final ImageShape inputShape;
  private final List<Label> labels;

  /**
   * @param session closed with this model
   * @param gradients the same
   * @throws ModelException where labels and scores do not fit; nothing is closed then
   */
  OnnxRuntimeModel(ModelSpec spec, OnnxSession session, Optional<MapGradients> gradients)
      throws ModelException {
    this.spec = spec;
    this.session = session;
    this.gradients = gradients.orElse(null);
    this.inputShape = ImageShape.of(spec, session.inputSizes());
    this.labels = spec.labels(Math.toIntExact(session.sizes(ModelOutput.PROBABILITIES)[1]));
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
  public Optional<String> lacks(ModelOutput output) {
    boolean has =
        switch (output) {
          case PROBABILITIES, LOGITS -> true;
          case FEATURES -> session.has(output);
          case FEATURE_MAP, GRADIENTS -> gradients != null;
          case ATTENTION -> false;
        };
    return has ? Optional.empty() : Optional.of(output.absentFrom(spec.name()));
  }

  @Override
  public boolean takesLevels() {
    return session.takesLevels();
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.ofNullable(gradients).flatMap(MapGradients::classWeights);
  }

  @Override
  public Predictor newPredictor(Preprocessing preprocessing) {
    return new OnnxPredictor(preprocessing);
  }

  @Override
  public void close() {
    session.close();
    if (gradients != null) {
      gradients.close();
    }
  }

  private final class OnnxPredictor implements Predictor {
    private final Preprocessing preprocessing;
    private final InputBuffer buffer;

    OnnxPredictor(Preprocessing preprocessing) {
      this.preprocessing = preprocessing;
      this.buffer =
          new InputBuffer(
              new InputFiller(preprocessing, inputShape.channelsFirst()), takesLevels());
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(OnnxRuntimeModel.this, outputs);
      List<Long> shape = inputShape.batch(images.size(), preprocessing);
      List<Output> values = session.run(buffer.of(images), shape, outputs);
      List<float[]> flat = values.stream().map(Output::values).toList();
      return BatchOutputs.of(images.size(), outputs, flat, i -> maps(values.get(i)));
    }

    /** ONNX has channels first. */
    private List<FeatureMap> maps(Output output) {
      if (gradients.ofTokens()) {
        return gradients.maps(output.values(), Math.toIntExact(output.sizes()[0]));
      }
      int[] sizes = Arrays.stream(output.sizes()).mapToInt(Math::toIntExact).toArray();
      return Arrays.stream(Numbers.rows(output.values(), sizes[0]))
          .map(values -> FeatureMap.ofChannelsFirst(sizes[2], sizes[3], sizes[1], values))
          .toList();
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes)
        throws InferenceException {
      LoadedModel.require(OnnxRuntimeModel.this, ModelOutput.GRADIENTS);
      return gradients.of(maps, classes);
    }

    @Override
    public void close() {
      // The buffer goes with the garbage.
    }
  }
}
