package io.github.resnet50.graph.prepare;

import java.util.Arrays;

/**
 * The mean and variance of each channel that a batch normalisation saw in training (its moving
 * averages): the right preprocessing reproduces them, a wrong one does not.
 *
 * <p>The arrays are neither copied nor to be changed.
 */
final class BatchNormStatistics {
  // Only to avoid division by zero: smaller than the epsilon of any batch normalisation.
  private static final double LEAST_VARIANCE = 1e-9;

  private final double[] mean;
  private final double[] variance;

  BatchNormStatistics(double[] mean, double[] variance) {
    this.mean = mean;
    this.variance = variance;
  }

  int channels() {
    return mean.length;
  }

  /**
   * The statistics of activations.
   *
   * @param channelsLast whether the channel is the last dimension of the array
   * @param images the size of the batch
   */
  static BatchNormStatistics of(float[] values, int images, int channels, boolean channelsLast) {
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    int places = values.length / images / channels;
    for (int i = 0; i < values.length; i++) {
      int channel = channelsLast ? i % channels : i / places % channels;
      sums[channel] += values[i];
      squares[channel] += (double) values[i] * values[i];
    }
    double count = (double) images * places;
    double[] means = new double[channels];
    double[] variances = new double[channels];
    for (int c = 0; c < channels; c++) {
      means[c] = sums[c] / count;
      variances[c] = Math.max(0, squares[c] / count - means[c] * means[c]);
    }
    return new BatchNormStatistics(means, variances);
  }

  /**
   * How far other statistics are from these, for the channel in the middle: with r the median over
   * the channels of σ'/σ and z that of |μ'−μ|/σ, the Kullback-Leibler divergence of normal
   * distributions D = ½ (r² + z² − 1 − 2 ln r), in nats; 0 for the same.
   *
   * <p>Medians, because some channels of real models keep statistics that no image reproduces:
   * those whose filters died, and those that were trained on after the statistics were taken.
   */
  double divergence(BatchNormStatistics other) {
    double[] ratios = new double[mean.length];
    double[] distances = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      double expected = variance[c] + LEAST_VARIANCE;
      ratios[c] = Math.sqrt((other.variance[c] + LEAST_VARIANCE) / expected);
      distances[c] = Math.abs(other.mean[c] - mean[c]) / Math.sqrt(expected);
    }
    double r = median(ratios);
    double z = median(distances);
    return (r * r + z * z - 1 - 2 * Math.log(r)) / 2;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
