package io.github.resnet50.adapt.train;

/**
 * Cross-entropy with class weights and label smoothing: the loss that training lowers. Its mean
 * over rows is weighted by the weights of their classes.
 *
 * @param labels class index of each row
 * @param weights of the classes
 * @param smoothing share of a label that is spread over all classes
 */
@SuppressWarnings("ArrayRecordComponent")
record CrossEntropy(int[] labels, float[] weights, double smoothing) {

  /**
   * The gradient of the mean loss with respect to the logits.
   *
   * @param logits [rows][classes]
   * @return [rows][classes]
   */
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
