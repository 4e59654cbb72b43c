package io.github.resnet50.adapt.train;

/** Logarithms of probabilities; the same to the bit on every JVM. */
final class LogSoftmax {
  private LogSoftmax() {}

  /** Of the scores of one row, which begins at {@code at}. */
  static double[] of(float[] logits, int at, int classes) {
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
