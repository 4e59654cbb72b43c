package io.github.resnet50.metrics;

import com.google.gson.annotations.SerializedName;

/**
 * A number, and where it may lie were other images of the same kind drawn.
 *
 * @param low the lower end of the 95 % interval
 * @param high its upper end
 * @param interval how the interval was found
 */
public record Estimate(double value, double low, double high, Interval interval) {
  /** Ways to find an interval. */
  public enum Interval {
    /** Wilson's score interval of a share (Wilson 1927). */
    @SerializedName("wilson")
    WILSON,
    /** Percentiles over images drawn again with replacement (Efron 1979). */
    @SerializedName("bootstrap")
    BOOTSTRAP
  }
}
