package io.github.resnet50.engine;

import java.util.Locale;

/** What a model can give for an image. */
public enum Output {
  /** One a class; they add up to 1. */
  PROBABILITIES,
  /** One a class; the probabilities are their softmax. */
  LOGITS,
  /** What the last dense layer sees. */
  FEATURES,
  /** The activations of a layer with places, the last one if none was named. */
  FEATURE_MAP,
  /** Of a class's logit with respect to the feature map; from {@link Predictor#gradients}. */
  GRADIENTS;

  /** As in the signatures of prepared models. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
