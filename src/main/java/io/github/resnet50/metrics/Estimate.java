package io.github.resnet50.metrics;

import com.google.gson.annotations.SerializedName;
import java.util.Arrays;

/**
 * An estimated number with a 95 % confidence interval over images of the same kind.
 *
 * @param low the lower end of the 95 % interval; null where there is none
 * @param high its upper end; null where there is none
 * @param interval how the interval was found
 */
public record Estimate(double value, Double low, Double high, Interval interval) {
  /** The 97.5 % quantile of the normal distribution. */
  public static final double Z = 1.959963984540054;

  private static final double TAIL = 0.025;

  /** Ways to find an interval. */
  public enum Interval {
    /** Wilson's score interval of a share (Wilson 1927). */
    @SerializedName("wilson")
    WILSON,
    /** Percentiles over images drawn again with replacement (Efron 1979). */
    @SerializedName("bootstrap")
    BOOTSTRAP,
    /** None: all images give the same number, so that nothing tells how others would differ. */
    @SerializedName("none")
    NONE
  }

  /**
   * With Wilson's score interval.
   *
   * @param share 0..1
   * @param n of how many independent images, more than 0
   */
  public static Estimate wilson(double share, double n) {
    double z2 = Z * Z;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return new Estimate(
        share, Math.max(0, centre - half), Math.min(1, centre + half), Interval.WILSON);
  }

  /**
   * With the interval between percentiles of its resamples; without one where all are the same.
   *
   * @param value on the images themselves
   * @param resampled the value on each resample, at least one; sorted in place
   */
  public static Estimate bootstrap(double value, double[] resampled) {
    Arrays.sort(resampled);
    double low = quantile(resampled, TAIL);
    double high = quantile(resampled, 1 - TAIL);
    return low < high
        ? new Estimate(value, low, high, Interval.BOOTSTRAP)
        : new Estimate(value, null, null, Interval.NONE);
  }

  /** Whether there is an interval. */
  public boolean hasInterval() {
    return interval != Interval.NONE;
  }

  /** Interpolates linearly between the two nearest values. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
