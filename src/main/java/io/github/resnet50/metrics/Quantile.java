package io.github.resnet50.metrics;

/** A quantile of a sample. */
public final class Quantile {
  private Quantile() {}

  /**
   * Between the two nearest, in proportion.
   *
   * @param sorted by rising value, not empty
   * @param share 0..1
   */
  public static double of(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
