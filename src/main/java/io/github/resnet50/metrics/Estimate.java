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

  /** Of fewer differences, where they are skewed, Student's interval is too narrow. */
  public static final int FEWEST_DIFFERENCES = 10;

  private static final double TAIL = 0.025;

  /** Ways to find an interval. */
  public enum Interval {
    /** Wilson's score interval of a share (Wilson 1927). */
    @SerializedName("wilson")
    WILSON,
    /** A score interval, as Wilson's is, of a mean of shares or a difference of shares. */
    @SerializedName("score")
    SCORE,
    /**
     * The mean's, with Hall's transformation of its t, which takes off the skewness (Hall 1992).
     */
    @SerializedName("hall")
    HALL,
    /** The mean's, by Student's t (Student 1908). */
    @SerializedName("student")
    STUDENT,
    /** 1.96 standard errors. */
    @SerializedName("normal")
    NORMAL,
    /** Over images drawn again with replacement (Efron 1979). */
    @SerializedName("bootstrap")
    BOOTSTRAP,
    /** None: these images do not tell how others would differ. */
    @SerializedName("none")
    NONE
  }

  /** Without an interval. */
  public static Estimate without(double value) {
    return new Estimate(value, null, null, Interval.NONE);
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
   * The mean of differences. Without an interval where there are fewer than ten or all are the
   * same.
   *
   * @param differences of independent images, at least one
   */
  public static Estimate ofMeanDifference(double[] differences) {
    double n = differences.length;
    double mean = Arrays.stream(differences).sum() / n;
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    if (n < FEWEST_DIFFERENCES || squares == 0) {
      return without(mean);
    }
    double reach = student(n - 1) * Math.sqrt(squares / (n - 1) / n);
    return new Estimate(mean, mean - reach, mean + reach, Interval.STUDENT);
  }

  /**
   * The 97.5 % quantile of Student's distribution, within .001 from three degrees of freedom on
   * (Abramowitz and Stegun 26.7.5).
   */
  private static double student(double freedom) {
    double z2 = Z * Z;
    double[] terms = {
      (z2 + 1) / 4,
      ((5 * z2 + 16) * z2 + 3) / 96,
      (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
      ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160
    };
    double sum = 1;
    for (int i = 0; i < terms.length; i++) {
      sum += terms[i] / Math.pow(freedom, i + 1);
    }
    return Z * sum;
  }

  /**
   * The mean of numbers that are not negative and may be skewed, as losses are: a few images make
   * most of the sum. Without an interval where all are the same.
   *
   * @param values of independent images, at least one
   */
  static Estimate ofMean(double[] values) {
    double n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    if (n < 2 || squares == 0) {
      return without(mean);
    }
    double cubes = Arrays.stream(values).map(v -> (v - mean) * (v - mean) * (v - mean)).sum();
    double skewness = cubes / n / Math.pow(squares / n, 1.5);
    double deviation = Math.sqrt(squares / (n - 1));
    // Student's quantile: the deviation is itself uncertain.
    double reach = Z * (1 + (Z * Z + 1) / (4 * (n - 1))) / Math.sqrt(n);
    return new Estimate(
        mean,
        Math.max(0, mean - deviation * untransformed(reach, skewness, n)),
        mean - deviation * untransformed(-reach, skewness, n),
        Interval.HALL);
  }

  /** The inverse of Hall's transformation, by which a skewed mean's t becomes normal. */
  private static double untransformed(double reach, double skewness, double n) {
    return Math.abs(skewness) < 1e-6
        ? reach
        : 3 / skewness * (Math.cbrt(1 + skewness * (reach - skewness / (6 * n))) - 1);
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
    return low < high ? new Estimate(value, low, high, Interval.BOOTSTRAP) : without(value);
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
