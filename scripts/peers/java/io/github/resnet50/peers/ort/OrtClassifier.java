package io.github.resnet50.peers.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputBuffer;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** The product's classifier with ONNX Runtime beneath it; one session serves all predictors. */
final class OrtClassifier implements LoadedModel {
  private final ModelSpec spec;
  private final OrtModel model;
  private final List<Label> labels;

  OrtClassifier(ModelSpec spec, OrtModel model) throws OrtException {
    this.spec = spec;
    this.model = model;
    this.labels =
        spec.labels().isEmpty()
            ? LongStream.range(0, model.classes()).mapToObj(c -> Label.unnamed((int) c)).toList()
            : spec.labels();
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
    return output == ModelOutput.PROBABILITIES
        ? Optional.empty()
        : Optional.of("model " + spec.name() + " gives probabilities only");
  }

  @Override
  public boolean takesLevels() {
    return false;
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.empty();
  }

  @Override
  public Predictor newPredictor(Preprocessing preprocessing) {
    return new OrtPredictor(preprocessing);
  }

  @Override
  public void close() {
    model.close();
  }

  private final class OrtPredictor implements Predictor {
    private final Preprocessing preprocessing;
    private final InputBuffer buffer;

    OrtPredictor(Preprocessing preprocessing) {
      this.preprocessing = preprocessing;
      this.buffer = new InputBuffer(new InputFiller(preprocessing, true), takesLevels());
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(OrtClassifier.this, outputs);
      FloatBuffer batch = (FloatBuffer) buffer.of(images);
      long channels = preprocessing.channelOrder().channels();
      try (OrtSession.Result result =
          model.run(
              batch, images.size(), channels, preprocessing.height(), preprocessing.width())) {
        return BatchOutputs.probabilities((float[][]) ((OnnxTensor) result.get(0)).getValue());
      } catch (OrtException e) {
        throw new InferenceException(e.getMessage(), e);
      }
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
      throw new IllegalStateException("model " + spec.name() + " gives probabilities only");
    }

    @Override
    public void close() {
      // The buffer goes with the garbage.
    }
  }
}
