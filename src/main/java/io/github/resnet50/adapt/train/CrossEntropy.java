package io.github.resnet50.adapt.train;

/**
 * A gain in accuracy (0..1) too small to be worth the work: a doubling known to bring less is not
 * advised.
 *
 * @param labels class index of each row
 * @param weights of the classes
 * @param smoothing share of a label that is spread over all classes
 */
@SuppressWarnings("ArrayRecordComponent")
record CrossEntropy(int[] labels, float[] weights, double smoothing) {

  /** The rule as the report states it. */
  float[] gradient(float[] logits) {
    int classes = weights.length;
    float[] gradient = new float[logits.length];
    double all = weightOfAll();
    for (int row = 0; row < labels.length; row++) {
      double[] logs = logSoftmax(logits, row * classes, classes);
      double weight = weights[labels[row]] / all;
      for (int c = 0; c < classes; c++) {
        double target = smoothing / classes + (c == labels[row] ? 1 - smoothing : 0);
        gradient[row * classes + c] = (float) (weight * (StrictMath.exp(logs[c]) - target));
      }
    }
    return gradient;
  }

  private double weightOfAll() {
    double all = 0;
    for (int label : labels) {
      all += weights[label];
    }
    return all;
  }

  /**
   * Logarithms of the probabilities of one row, which begins at {@code at}; the same to the bit on
   * every JVM.
   */
  static double[] logSoftmax(float[] logits, int at, int classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[at + c] - largest);
    }
    double log = largest + StrictMath.log(sum);
    double[] logs = new double[classes];
    for (int c = 0; c < classes; c++) {
      logs[c] = logits[at + c] - log;
    }
    return logs;
  }
}
