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
  GRADIENTS,
  /** What the tokens of a transformer attend to, layer by layer. */
  ATTENTION;

  /** That a prepared model lacks it, as a sentence for the user. */
  public String absentFrom(String model) {
    return switch (this) {
      case PROBABILITIES, LOGITS -> throw new IllegalArgumentException("every model has " + this);
      case FEATURES ->
          "model "
              + model
              + " has no features: its scores do not come from one dense layer at its end";
      case FEATURE_MAP, GRADIENTS -> "the model " + model + " has no feature map";
      case ATTENTION -> "the model " + model + " shows no attention";
    };
  }

  /** The name used in the signatures of prepared models. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
