package io.github.resnet50.model;

/** Logits to probabilities. */
public final class Softmax {
  private Softmax() {}

  /** Stable for any finite logits: the largest is taken off first. */
  public static void inPlace(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (Math.exp(logits[i] - max) / sum);
    }
  }
}
