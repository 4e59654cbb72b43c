package io.github.resnet50.graph.quantize;

import java.util.function.DoubleUnaryOperator;

/** How the limit of a range is chosen from the observed values. */
public enum ClippingRule {
  /** The largest magnitude: nothing is clipped. */
  LARGEST("the largest value met") {
    @Override
    double limit(ActivationHistogram values) {
      return values.largest();
    }
  },
  /** All but one in 10,000 values fit (Wu et al. 2020, "Integer quantization", section 5.1). */
  PERCENTILE("99.99 % of the values met") {
    @Override
    double limit(ActivationHistogram values) {
      long outside = (long) Math.floor(values.count() * (1 - FITTING));
      int bin = values.size() - 1;
      for (long above = values.bin(bin); bin > 0 && above <= outside; above += values.bin(bin)) {
        bin--;
      }
      return Math.min(values.largest(), values.end(bin));
    }
  },
  /** The squared error of clipping and rounding together is the least (Banner et al. 2019). */
  SQUARED_ERROR("least squared error") {
    @Override
    double limit(ActivationHistogram values) {
      int levels = values.signed() ? QuantizedRange.SIGNED_LEVELS : QuantizedRange.LEVELS;
      return leastError(values, limit -> squaredError(values, limit, limit / levels));
    }

    @Override
    Limits limits(ActivationHistogram above, ActivationHistogram below) {
      double high = above.largest();
      double low = below.largest();
      for (int round = 0; round < ROUNDS; round++) {
        double fixedLow = low;
        high = leastError(above, limit -> jointError(above, limit, below, fixedLow));
        double fixedHigh = high;
        low = leastError(below, limit -> jointError(above, fixedHigh, below, limit));
      }
      return new Limits(high, low);
    }
  };

  private static final double FITTING = 0.9999;
  private static final int CANDIDATES = 128;

  /** One limit after the other; they hardly move in the third. */
  private static final int ROUNDS = 3;

  private static final double SMALLEST = 1e-6;

  private final String words;

  ClippingRule(String words) {
    this.words = words;
  }

  /** The rule as shown to users. */
  public String words() {
    return words;
  }

  abstract double limit(ActivationHistogram values);

  /** The largest value of a range and the magnitude of its smallest. */
  record Limits(double high, double low) {}

  /**
   * The limits of a range that need not be symmetric.
   *
   * @param above the positive values
   * @param below the magnitudes of the others
   */
  Limits limits(ActivationHistogram above, ActivationHistogram below) {
    return new Limits(limit(above), limit(below));
  }

  /** The candidate with the least error; of equal ones the largest. */
  private static double leastError(ActivationHistogram values, DoubleUnaryOperator error) {
    double best = values.largest();
    double least = Double.POSITIVE_INFINITY;
    for (int candidate = 1; candidate <= CANDIDATES; candidate++) {
      double limit = (double) values.largest() * candidate / CANDIDATES;
      double of = error.applyAsDouble(limit);
      if (of <= least) {
        least = of;
        best = limit;
      }
    }
    return best;
  }

  static double jointError(
      ActivationHistogram above, double high, ActivationHistogram below, double low) {
    double step = (high + low) / QuantizedRange.LEVELS;
    return squaredError(above, high, step) + squaredError(below, low, step);
  }

  /** The range for values with this histogram. */
  QuantizedRange range(ActivationHistogram values) {
    return new QuantizedRange(values.signed(), (float) Math.max(SMALLEST, limit(values)));
  }

  /**
   * The sum over all values of (value - rounded value)², with each value taken as the middle of its
   * bin.
   */
  static double squaredError(ActivationHistogram values, double limit, double step) {
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      if (values.bin(i) > 0) {
        double value = values.middle(i);
        // Within the range, rounding errors are uniform over half a step to either side.
        double error =
            value > limit ? (value - limit) * (value - limit) : zeroOrRounding(value, step);
        sum += values.bin(i) * error;
      }
    }
    return sum;
  }

  private static double zeroOrRounding(double value, double step) {
    return value < step / 2 ? value * value : step * step / 12;
  }
}
