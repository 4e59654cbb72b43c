package io.github.resnet50.explain;

/**
 * How much each place of an image speaks for a class; negative where it speaks against it.
 *
 * @param values {@code height × width}, row by row; never changed once it is made
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HeatMap(int height, int width, float[] values) {
  public HeatMap {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          "%d values for %dx%d".formatted(values.length, height, width));
    }
  }

  /** With what speaks against the class as 0. */
  HeatMap positive() {
    float[] positive = values.clone();
    for (int i = 0; i < positive.length; i++) {
      positive[i] = Math.max(0, positive[i]);
    }
    return new HeatMap(height, width, positive);
  }

  /** The positive part, scaled so that its largest value is 1; all 0 where nothing is positive. */
  HeatMap normalised() {
    HeatMap positive = positive();
    float max = 0;
    for (float value : positive.values) {
      max = Math.max(max, value);
    }
    if (max > 0) {
      for (int i = 0; i < positive.values.length; i++) {
        positive.values[i] /= max;
      }
    }
    return positive;
  }

  /** Enlarged by bilinear interpolation between the places' middles; the edges go on outwards. */
  HeatMap enlarged(int toHeight, int toWidth) {
    if (toHeight == height && toWidth == width) {
      return this;
    }
    float[] large = new float[toHeight * toWidth];
    for (int y = 0; y < toHeight; y++) {
      float row = clamp((y + 0.5f) * height / toHeight - 0.5f, height - 1);
      int top = (int) row;
      int bottom = Math.min(top + 1, height - 1);
      for (int x = 0; x < toWidth; x++) {
        float column = clamp((x + 0.5f) * width / toWidth - 0.5f, width - 1);
        int left = (int) column;
        int right = Math.min(left + 1, width - 1);
        float above = mix(at(top, left), at(top, right), column - left);
        float below = mix(at(bottom, left), at(bottom, right), column - left);
        large[y * toWidth + x] = mix(above, below, row - top);
      }
    }
    return new HeatMap(toHeight, toWidth, large);
  }

  float at(int y, int x) {
    return values[y * width + x];
  }

  private static float clamp(float position, int last) {
    return Math.max(0, Math.min(last, position));
  }

  private static float mix(float a, float b, float share) {
    return a + (b - a) * share;
  }
}
