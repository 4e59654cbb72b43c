package io.github.resnet50.model.explain;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.ForwardingClassifier;
import io.github.resnet50.model.InferenceException;
import java.util.List;
import java.util.Optional;

/** A classifier of which only the scores are seen. */
public final class BlindModel extends ForwardingClassifier implements ExplainableModel {
  private final String reason;

  /**
   * @param classifier closed with this one
   * @param reason why no more is seen, for people
   */
  public BlindModel(Classifier classifier, String reason) {
    super(classifier);
    this.reason = reason;
  }

  @Override
  public Optional<String> blindness() {
    return Optional.of(reason);
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.empty();
  }

  @Override
  public ExplainingPredictor newPredictor(Preprocessing preprocessing) {
    return new Scores(super.newPredictor(preprocessing));
  }

  private record Scores(BatchPredictor predictor) implements ExplainingPredictor {
    @Override
    public float[][] predict(List<byte[]> images) throws InferenceException {
      return predictor.predict(images);
    }

    @Override
    public List<Activations> activations(List<byte[]> images) {
      throw new UnsupportedOperationException("a blind model");
    }

    @Override
    public List<FeatureMap> gradients(List<Activations> activations, int[] classes) {
      throw new UnsupportedOperationException("a blind model");
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}
