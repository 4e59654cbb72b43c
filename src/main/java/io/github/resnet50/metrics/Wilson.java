package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Estimate.Interval;

/** Wilson's 95 % score interval of a share. */
public final class Wilson {
  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private Wilson() {}

  /**
   * @param share 0..1
   * @param n of how many, at least 1
   */
  public static Estimate of(double share, int n) {
    double z2 = Z * Z;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    return new Estimate(
        share, Math.max(0, centre - half), Math.min(1, centre + half), Interval.WILSON);
  }
}
