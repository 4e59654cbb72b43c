package io.github.resnet50.adapt.check;

import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;

/**
 * The mean of the classes' recalls, with a 95 % interval: that of a sum of shares, each of whose
 * variances is taken at the centre of its Wilson interval, so that a class of which all images are
 * right is not taken for certain.
 */
public final class BalancedAccuracy {
  private BalancedAccuracy() {}

  /**
   * @param recalls of the classes, 0..1
   * @param images of how many independent images each
   */
  public static Estimate of(double[] recalls, int[] images) {
    double z2 = Estimate.Z * Estimate.Z;
    double mean = 0;
    double centre = 0;
    double variance = 0;
    for (int c = 0; c < recalls.length; c++) {
      double n = images[c] + z2;
      double shrunk = (recalls[c] * images[c] + z2 / 2) / n;
      mean += recalls[c] / recalls.length;
      centre += shrunk / recalls.length;
      variance += shrunk * (1 - shrunk) / n / recalls.length / recalls.length;
    }
    double half = Estimate.Z * Math.sqrt(variance);
    return new Estimate(
        mean,
        Math.max(0, Math.min(mean, centre - half)),
        Math.min(1, Math.max(mean, centre + half)),
        Interval.WILSON);
  }
}
