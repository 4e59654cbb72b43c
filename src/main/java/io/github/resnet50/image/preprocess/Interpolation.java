package io.github.resnet50.image.preprocess;

import java.util.Locale;

/**
 * How levels between pixels are found. All are antialiased: where an image shrinks, the filter is
 * as much wider, as in Pillow, whose filters of these names they are.
 */
public enum Interpolation {
  /** A triangle. */
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      return Math.max(1 - Math.abs(distance), 0);
    }
  },
  /** Keys's cubic convolution (1981) with a = −0.5. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((SLOPE + 2) * x - (SLOPE + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * SLOPE : 0;
    }
  },
  /** A sinc in the window of a wider one, three lobes a side. */
  LANCZOS(3) {
    @Override
    double weight(double distance) {
      return distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
    }
  };

  private static final double SLOPE = -0.5;

  private final int support;

  Interpolation(int support) {
    this.support = support;
  }

  /** How far from a place pixels have a weight, in pixels of the smaller of the two images. */
  int support() {
    return support;
  }

  /**
   * The weight of a pixel, before all of a place are brought to a sum of 1.
   *
   * @param distance from the place, in the unit of {@link #support}
   */
  abstract double weight(double distance);

  private static double sinc(double x) {
    double angle = x * Math.PI;
    return x == 0 ? 1 : Math.sin(angle) / angle;
  }

  /** As keys and options have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
