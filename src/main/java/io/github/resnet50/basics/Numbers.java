package io.github.resnet50.basics;

import java.util.Arrays;

/** Small arithmetic that several packages need. */
public final class Numbers {
  private Numbers() {}

  /** The index of the largest value, the first of equals; 0 for an empty array. */
  public static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The index of the largest value, the first of equals; 0 for an empty array. */
  public static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Logits to probabilities, in place. Stable for any finite logits: the largest is taken off. */
  public static void softmax(float[] logits) {
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

  /**
   * The softmax of the logits divided by a temperature (Guo et al. 2017), from the probabilities
   * alone: logits are their logarithms up to a constant, which the softmax takes away.
   *
   * @param probabilities of one image; not changed. Less than the least positive float counts as
   *     that
   * @param temperature above 0; more than 1 makes a model less sure
   */
  public static float[] temperatureScaled(float[] probabilities, double temperature) {
    double[] powers = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(Math.max(Float.MIN_VALUE, probabilities[i]), 1 / temperature);
      sum += powers[i];
    }
    float[] scaled = new float[powers.length];
    for (int i = 0; i < powers.length; i++) {
      scaled[i] = (float) (powers[i] / sum);
    }
    return scaled;
  }

  /**
   * The median, the mean of the middle two where their number is even; NaN where there is none.
   *
   * @param values in any order; not changed
   */
  public static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
