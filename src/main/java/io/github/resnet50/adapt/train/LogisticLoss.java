package io.github.resnet50.adapt.train;

import java.util.Arrays;

/**
 * What multinomial logistic regression lowers: the mean cross-entropy of weighted rows and a
 * penalty on the squares of the weights, not of the intercepts. Convex; with the penalty, of one
 * solution up to a constant on all intercepts.
 *
 * <p>Parameters are the weights, [classes][width], then an intercept for each class.
 */
final class LogisticLoss implements Lbfgs.Objective {
  private final double[] x;
  private final double[] columns;
  private final int[] labels;
  private final double[] rowWeights;
  private final int width;
  private final int classes;
  private final double penalty;

  /**
   * @param x [rows][width]
   * @param labels class index of each row
   * @param rowWeights of the rows, which sum to 1
   * @param penalty half of it is what a weight's square costs
   */
  LogisticLoss(double[] x, int[] labels, double[] rowWeights, int classes, double penalty) {
    this.x = x;
    this.labels = labels;
    this.rowWeights = rowWeights;
    this.width = x.length / labels.length;
    this.columns = MatrixProduct.transposed(x, labels.length, width);
    this.classes = classes;
    this.penalty = penalty;
  }

  int parameters() {
    return classes * (width + 1);
  }

  @Override
  public double at(double[] parameters, double[] gradient) {
    int rows = labels.length;
    int weights = classes * width;
    double[] scores = scores(columns, parameters, rows, classes);
    double loss = 0;
    double[] row = new double[classes];
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < classes; c++) {
        row[c] = scores[c * rows + i];
      }
      double logarithm = logSumExp(row);
      loss += rowWeights[i] * (logarithm - row[labels[i]]);
      for (int c = 0; c < classes; c++) {
        double target = c == labels[i] ? 1 : 0;
        scores[c * rows + i] = rowWeights[i] * (StrictMath.exp(row[c] - logarithm) - target);
      }
    }
    Arrays.fill(gradient, 0);
    MatrixProduct.add(scores, x, gradient, classes, rows, width);
    double squares = 0;
    for (int i = 0; i < weights; i++) {
      gradient[i] += penalty * parameters[i];
      squares += parameters[i] * parameters[i];
    }
    for (int c = 0; c < classes; c++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += scores[c * rows + i];
      }
      gradient[weights + c] = sum;
    }
    return loss + penalty / 2 * squares;
  }

  /**
   * Scores before the softmax: [classes][rows].
   *
   * @param columns [width][rows]
   */
  static double[] scores(double[] columns, double[] parameters, int rows, int classes) {
    int width = columns.length / rows;
    double[] scores = new double[classes * rows];
    for (int c = 0; c < classes; c++) {
      Arrays.fill(scores, c * rows, (c + 1) * rows, parameters[classes * width + c]);
    }
    MatrixProduct.add(parameters, columns, scores, classes, width, rows);
    return scores;
  }

  /** The logarithm of the sum of the exponentials of each row's scores. */
  double[] logarithms(double[] parameters) {
    double[] scores = scores(columns, parameters, labels.length, classes);
    double[] logarithms = new double[labels.length];
    double[] row = new double[classes];
    for (int i = 0; i < logarithms.length; i++) {
      for (int c = 0; c < classes; c++) {
        row[c] = scores[c * labels.length + i];
      }
      logarithms[i] = logSumExp(row);
    }
    return logarithms;
  }

  /** The logarithm of the sum of the exponentials; the same to the bit on every JVM. */
  static double logSumExp(double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += StrictMath.exp(value - largest);
    }
    return largest + StrictMath.log(sum);
  }
}
