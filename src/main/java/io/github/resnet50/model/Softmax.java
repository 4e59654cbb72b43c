package io.github.resnet50.model;

/** Logits to probabilities. */
public final class Softmax {
  private Softmax() {}

  /**
   * The softmax of the logits divided by a temperature (Guo et al. 2017), from the probabilities
   * alone: logits are their logarithms up to a constant, which the softmax takes away.
   *
   * @param probabilities of one image; not changed. Less than the least positive float counts as
   *     that
   * @param temperature above 0; more than 1 makes a model less sure
   */
  public static float[] cooled(float[] probabilities, double temperature) {
    double[] powers = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(Math.max(Float.MIN_VALUE, probabilities[i]), 1 / temperature);
      sum += powers[i];
    }
    float[] cooled = new float[powers.length];
    for (int i = 0; i < powers.length; i++) {
      cooled[i] = (float) (powers[i] / sum);
    }
    return cooled;
  }

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
