package io.github.resnet50.model.explain;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/** A classifier of which only the scores are seen. */
public final class BlindModel implements ExplainableModel {
  private final Classifier classifier;
  private final String reason;

  /**
   * @param classifier closed with this one
   * @param reason why no more is seen, for people
   */
  public BlindModel(Classifier classifier, String reason) {
    this.classifier = classifier;
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
  public ModelSpec spec() {
    return classifier.spec();
  }

  @Override
  public List<Label> labels() {
    return classifier.labels();
  }

  @Override
  public boolean takesLevels() {
    return classifier.takesLevels();
  }

  @Override
  public ExplainingPredictor newPredictor(Preprocessing preprocessing) {
    return new Scores(classifier.newPredictor(preprocessing));
  }

  @Override
  public void close() {
    classifier.close();
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
