package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Estimate.Interval;

/**
 * By how much more of the same images a second classifier has right than a first, with Tango's 95 %
 * score interval (Tango 1998, "Equivalence test and confidence interval for the difference in
 * proportions for the paired-sample design"). It says something too where hardly any image, or
 * none, is right in one alone.
 */
public final class PairedDifference {
  private static final int HALVINGS = 60;

  private final double onlyFirst;
  private final double onlySecond;
  private final double images;

  private PairedDifference(long onlyFirst, long onlySecond, long images) {
    this.onlyFirst = onlyFirst;
    this.onlySecond = onlySecond;
    this.images = images;
  }

  /**
   * The second's accuracy less the first's, −1..1.
   *
   * @param onlyFirst images that the first alone has right
   * @param onlySecond images that the second alone has right
   * @param images all that were compared, independent of each other, at least one
   */
  public static Estimate of(long onlyFirst, long onlySecond, long images) {
    PairedDifference pairs = new PairedDifference(onlyFirst, onlySecond, images);
    double value = pairs.value();
    return new Estimate(value, pairs.end(value, -1), pairs.end(value, 1), Interval.SCORE);
  }

  private double value() {
    return (onlySecond - onlyFirst) / images;
  }

  /** Where the difference stops being one that these images may come from. */
  private double end(double value, double farthest) {
    double within = value;
    double beyond = farthest;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (within + beyond) / 2;
      if (isWithin(middle)) {
        within = middle;
      } else {
        beyond = middle;
      }
    }
    return (within + beyond) / 2;
  }

  private boolean isWithin(double difference) {
    double off = onlySecond - onlyFirst - images * difference;
    double variance =
        images * (2 * shareOfFirst(difference) + difference * (1 - difference)); // 0 at the ends
    return off * off <= Estimate.Z * Estimate.Z * variance;
  }

  /** The likeliest share of images that the first alone has right, at a difference. */
  private double shareOfFirst(double difference) {
    double b = (2 * images - onlySecond + onlyFirst) * difference - onlySecond - onlyFirst;
    double c = -onlyFirst * difference * (1 - difference);
    double root = Math.sqrt(Math.max(0, b * b - 8 * images * c));
    return (root - b) / (4 * images);
  }
}
