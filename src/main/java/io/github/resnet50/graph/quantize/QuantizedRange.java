package io.github.resnet50.graph.quantize;

/**
 * The real values that an 8-bit tensor can hold: {@code step × q}, where zero is always exact. An
 * unsigned one reaches from 0 to its limit in 255 steps, a signed one from the negative limit to
 * the limit in 254.
 *
 * @param signed whether the values have both signs
 * @param limit the largest value; positive
 */
record QuantizedRange(boolean signed, float limit) {
  /** Steps from 0 to the limit where values have one sign. */
  static final int LEVELS = 255;

  /** The same where they have both. */
  static final int SIGNED_LEVELS = 127;

  QuantizedRange {
    if (!(limit > 0) || Float.isInfinite(limit)) {
      throw new IllegalArgumentException("a range needs a positive limit: " + limit);
    }
  }

  float min() {
    return signed ? -limit : 0;
  }

  int levels() {
    return signed ? SIGNED_LEVELS : LEVELS;
  }

  /** The distance between neighbouring values. */
  double step() {
    return (double) limit / levels();
  }

  /** The nearest value that the range can represent. */
  double rounded(double value) {
    double low = signed ? -levels() : 0;
    return step() * Math.max(low, Math.min(levels(), Math.rint(value / step())));
  }
}
