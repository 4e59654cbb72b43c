package io.github.resnet50.model;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.util.List;

/** A classifier that is another one, but for what a subclass changes. */
public abstract class ForwardingClassifier implements Classifier {
  private final Classifier classifier;

  /**
   * @param classifier closed with this one
   */
  protected ForwardingClassifier(Classifier classifier) {
    this.classifier = classifier;
  }

  @Override
  public final ModelSpec spec() {
    return classifier.spec();
  }

  @Override
  public final List<Label> labels() {
    return classifier.labels();
  }

  @Override
  public final boolean takesLevels() {
    return classifier.takesLevels();
  }

  @Override
  public BatchPredictor newPredictor(Preprocessing preprocessing) {
    return classifier.newPredictor(preprocessing);
  }

  @Override
  public void close() {
    classifier.close();
  }
}
