package io.github.resnet50.compress;

import java.util.Arrays;

/**
 * What calibration learns of one tensor {@code [N, H, W, C]}: its spread and its channels' means.
 */
final class ActivationStatistics {
  private final ActivationHistogram histogram = new ActivationHistogram();
  private final double[] sums;
  private long positions;

  ActivationStatistics(int channels) {
    this.sums = new double[channels];
  }

  /**
   * Adds a batch.
   *
   * @param values the channels last
   */
  void add(float[] values) {
    histogram.add(values);
    for (int i = 0; i < values.length; i++) {
      sums[i % sums.length] += values[i];
    }
    positions += values.length / sums.length;
  }

  ActivationHistogram histogram() {
    return histogram;
  }

  /** How many values a channel had. */
  long positions() {
    return positions;
  }

  double[] channelMeans() {
    return Arrays.stream(sums).map(sum -> sum / positions).toArray();
  }
}
