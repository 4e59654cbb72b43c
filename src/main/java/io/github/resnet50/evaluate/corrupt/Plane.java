package io.github.resnet50.evaluate.corrupt;

import io.github.resnet50.image.RgbImage;

/**
 * A grid of numbers: an image with three channels, or a field with one.
 *
 * @param values {@code height × width × channels}; 0..1 for an image, and possibly outside between
 *     operations
 */
@SuppressWarnings("ArrayRecordComponent") // mutable while it is computed, never compared
record Plane(int width, int height, int channels, float[] values) {

  Plane(int width, int height, int channels) {
    this(width, height, channels, new float[width * height * channels]);
  }

  static Plane of(RgbImage image) {
    Plane plane = new Plane(image.width(), image.height(), 3);
    for (int i = 0; i < plane.values.length; i++) {
      plane.values[i] = (image.rgb()[i] & 0xff) / 255f;
    }
    return plane;
  }

  /** Converts to levels of 0..255; values outside are clipped. */
  RgbImage image() {
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, values[i])));
    }
    return new RgbImage(width, height, rgb);
  }

  float at(int x, int y, int channel) {
    return values[(y * width + x) * channels + channel];
  }

  /** Bilinear interpolation; the image is mirrored at its edges. */
  float between(double x, double y, int channel) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double below = y - top;
    double upper =
        (1 - right) * mirrored(left, top, channel) + right * mirrored(left + 1, top, channel);
    double lower =
        (1 - right) * mirrored(left, top + 1, channel)
            + right * mirrored(left + 1, top + 1, channel);
    return (float) ((1 - below) * upper + below * lower);
  }

  float mirrored(int x, int y, int channel) {
    return at(mirror(x, width), mirror(y, height), channel);
  }

  private static int mirror(int i, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int place = Math.floorMod(i, period);
    return place < size ? place : period - place;
  }

  /** Overwrites the values of one place with those of another. */
  void copy(int fromX, int fromY, int toX, int toY) {
    System.arraycopy(
        values,
        (fromY * width + fromX) * channels,
        values,
        (toY * width + toX) * channels,
        channels);
  }

  /** A value for each place and channel. */
  interface Value {
    double at(int x, int y, int channel);
  }

  /** A plane of the same size with other values. */
  Plane with(Value value) {
    Plane changed = new Plane(width, height, channels);
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          changed.values[i++] = (float) value.at(x, y, c);
        }
      }
    }
    return changed;
  }

  /**
   * The middle, magnified, as ImageNet-C's {@code clipped_zoom}: whole pixels are cut out, and
   * interpolated from the first to the last.
   */
  Plane zoomed(double factor) {
    Zoom columns = Zoom.of(width, factor);
    Zoom rows = Zoom.of(height, factor);
    return with((x, y, c) -> between(columns.source(x), rows.source(y), c));
  }

  /**
   * Where the places of a magnified line come from.
   *
   * @param first the source of the first
   * @param step from each to the next
   */
  private record Zoom(double first, double step) {
    static Zoom of(int size, double factor) {
      int cut = (int) Math.ceil(size / factor);
      int magnified = (int) Math.rint(cut * factor);
      double step = magnified > 1 ? (cut - 1.0) / (magnified - 1) : 0;
      int trimmed = (magnified - size) / 2;
      return new Zoom(Math.floorDiv(size - cut, 2) + trimmed * step, step);
    }

    double source(int place) {
      return first + place * step;
    }
  }

  /** Gaussian blur, first along the rows, then along the columns. */
  Plane gaussian(double sigma) {
    int radius = (int) Math.min(Math.ceil(3 * sigma), width);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    Plane rows =
        with(
            (x, y, c) -> {
              double value = 0;
              for (int i = -radius; i <= radius; i++) {
                value += kernel[i + radius] * mirrored(x + i, y, c);
              }
              return value;
            });
    return rows.with(
        (x, y, c) -> {
          double value = 0;
          for (int i = -radius; i <= radius; i++) {
            value += kernel[i + radius] * rows.mirrored(x, y + i, c);
          }
          return value;
        });
  }

  /**
   * Motion blur: smeared in one direction with half a Gaussian.
   *
   * @param radius half the length, in pixels
   * @param degrees of the direction, clockwise from the right
   */
  Plane smeared(int radius, double sigma, double degrees) {
    int length = 2 * radius + 1;
    double[] kernel = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      kernel[i] = Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i];
    }
    double all = sum;
    double dx = Math.cos(Math.toRadians(degrees));
    double dy = Math.sin(Math.toRadians(degrees));
    return with(
        (x, y, c) -> {
          double value = 0;
          for (int i = 0; i < length; i++) {
            value +=
                kernel[i] * mirrored((int) Math.round(x + i * dx), (int) Math.round(y + i * dy), c);
          }
          return value / all;
        });
  }
}
