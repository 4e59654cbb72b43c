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

  /** By how much sums of floats may miss the level that they stand for. */
  private static final float LEVEL_ERROR = 1e-4f;

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

  /** Converts to levels of 0..255 as {@link #cutOff} does. */
  RgbImage image() {
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) levelBelow(values[i]);
    }
    return new RgbImage(width, height, rgb);
  }

  /** In levels of 8 bits as ImageNet-C saves them: clipped, and not rounded but cut off. */
  Plane cutOff() {
    return with((x, y, c) -> levelBelow(at(x, y, c)) / 255.0);
  }

  private static int levelBelow(float value) {
    return (int) (255 * Math.min(1, Math.max(0, value)) + LEVEL_ERROR);
  }

  float at(int x, int y, int channel) {
    return values[(y * width + x) * channels + channel];
  }

  float at(int x, int y, int channel, Edge edge) {
    return at(edge.place(x, width), edge.place(y, height), channel);
  }

  /** Bilinear interpolation. */
  float between(double x, double y, int channel, Edge edge) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double below = y - top;
    double upper =
        (1 - right) * at(left, top, channel, edge) + right * at(left + 1, top, channel, edge);
    double lower =
        (1 - right) * at(left, top + 1, channel, edge)
            + right * at(left + 1, top + 1, channel, edge);
    return (float) ((1 - below) * upper + below * lower);
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
    return with((x, y, c) -> between(columns.source(x), rows.source(y), c, Edge.NEAREST));
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

  /**
   * Motion blur as ImageMagick's: smeared in one direction with half a Gaussian, by whole pixels,
   * and cut off to levels of 8 bits as it writes PNG.
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
    return with((x, y, c) -> {
          double value = 0;
          for (int i = 0; i < length; i++) {
            value +=
                kernel[i]
                    * at(
                        x + (int) Math.ceil(i * dx - .5),
                        y + (int) Math.ceil(i * dy - .5),
                        c,
                        Edge.NEAREST);
          }
          return value / all;
        })
        .cutOff();
  }
}
