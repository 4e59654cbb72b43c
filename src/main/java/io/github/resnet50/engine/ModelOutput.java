package io.github.resnet50.engine;

import java.util.Locale;

/** What a model can give for an image. */
public enum ModelOutput {
  /** One per class; they add up to 1. */
  PROBABILITIES,
  /** One per class; the probabilities are their softmax. */
  LOGITS,
  /** The input of the last dense layer. */
  FEATURES,
  /** The activations of a layer with spatial positions, the last such layer if none was named. */
  FEATURE_MAP,
  /**
   * Gradients of a class's logit with respect to the feature map; from {@link Predictor#gradients}.
   */
  GRADIENTS;

  /** The name used in the signatures of prepared models. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
