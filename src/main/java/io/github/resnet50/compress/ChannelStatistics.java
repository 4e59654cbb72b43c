package io.github.resnet50.compress;

/** What calibration learns of how the channels of one tensor {@code [N, H, W, C]} go together. */
final class ChannelStatistics {
  /** Neighbours say nearly the same, and the work grows with the square of the channels. */
  private static final int POSITIONS_AN_IMAGE = 256;

  private final int channels;
  private final boolean[] fired;
  private final double[] sums;
  private final double[][] products;
  private long positions;

  ChannelStatistics(int channels) {
    this.channels = channels;
    this.fired = new boolean[channels];
    this.sums = new double[channels];
    this.products = new double[channels][channels];
  }

  /**
   * Adds a batch.
   *
   * @param values the channels last
   */
  void add(float[] values, int images) {
    for (int i = 0; i < values.length; i++) {
      fired[i % channels] |= values[i] != 0;
    }
    int all = values.length / channels;
    // An odd step does not stay in one column of a map of even width.
    int step = Math.max(1, all / images / POSITIONS_AN_IMAGE) | 1;
    for (int p = 0; p < all; p += step) {
      addPosition(values, p * channels);
    }
  }

  private void addPosition(float[] values, int from) {
    positions++;
    for (int i = 0; i < channels; i++) {
      double value = values[from + i];
      sums[i] += value;
      if (value != 0) {
        double[] row = products[i];
        for (int j = 0; j <= i; j++) {
          row[j] += value * values[from + j];
        }
      }
    }
  }

  int channels() {
    return channels;
  }

  /** Whether a channel was ever anything but zero. */
  boolean hasFired(int channel) {
    return fired[channel];
  }

  double[] means() {
    double[] means = sums.clone();
    for (int c = 0; c < channels; c++) {
      means[c] /= positions;
    }
    return means;
  }

  /** The channels' covariance over positions and images, {@code [C][C]}. */
  double[][] covariance() {
    double[] means = means();
    double[][] covariance = new double[channels][channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = products[i][j] / positions - means[i] * means[j];
        covariance[j][i] = covariance[i][j];
      }
    }
    return covariance;
  }
}
