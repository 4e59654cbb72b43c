package io.github.resnet50.compress;

/**
 * Which linear combination of the channels that stay comes closest to one that goes, channel after
 * channel: the inverse of the covariance of those left, and how it changes (Hassibi and Stork 1993,
 * "Second order derivatives for network pruning: Optimal Brain Surgeon", with a channel's weights
 * in place of one weight).
 */
final class ChannelElimination {
  /** As a share of the mean variance: what calibration images show by chance is not relied on. */
  private static final double RIDGE = 0.01;

  private static final double SMALLEST = 1e-12;

  private final double[][] inverse;

  /**
   * @param covariance of the channels; not changed
   */
  ChannelElimination(double[][] covariance) {
    int size = covariance.length;
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += covariance[i][i];
    }
    double ridge = Math.max(SMALLEST, RIDGE * trace / size);
    this.inverse = new double[size][];
    for (int i = 0; i < size; i++) {
      inverse[i] = covariance[i].clone();
      inverse[i][i] += ridge;
    }
    invert(inverse);
  }

  /** Gauss and Jordan in place; a covariance with a ridge needs no pivoting. */
  private static void invert(double[][] matrix) {
    int size = matrix.length;
    for (int k = 0; k < size; k++) {
      double[] pivot = matrix[k];
      double scale = 1 / pivot[k];
      pivot[k] = 1;
      for (int j = 0; j < size; j++) {
        pivot[j] *= scale;
      }
      for (int i = 0; i < size; i++) {
        double factor = matrix[i][k];
        if (i != k && factor != 0) {
          matrix[i][k] = 0;
          subtract(matrix[i], factor, pivot);
        }
      }
    }
  }

  private static void subtract(double[] from, double factor, double[] row) {
    for (int j = 0; j < from.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  /** The variance of a channel that those left cannot explain. */
  double unexplained(int channel) {
    return 1 / inverse[channel][channel];
  }

  /**
   * Takes a channel away.
   *
   * @return by channel the part of its weights that must be taken from those of each other to make
   *     up for it; 1 for itself
   */
  double[] eliminate(int channel) {
    double[] row = inverse[channel].clone();
    double[] part = row.clone();
    for (int i = 0; i < part.length; i++) {
      part[i] /= row[channel];
    }
    for (int i = 0; i < part.length; i++) {
      if (part[i] != 0) {
        subtract(inverse[i], part[i], row);
      }
    }
    return part;
  }
}
