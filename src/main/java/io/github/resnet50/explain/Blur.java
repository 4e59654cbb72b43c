package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;

/** Gaussian blur, edges going on outwards. */
final class Blur {
  private Blur() {}

  /**
   * @param sigma standard deviation in pixels
   */
  static RgbImage of(RgbImage image, double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = Math.exp(-(i - radius) * (i - radius) / (2 * sigma * sigma));
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    float[] levels = new float[image.rgb().length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = image.rgb()[i] & 0xff;
    }
    int row = 3 * image.width();
    levels = along(levels, kernel, radius, image.width(), 3, image.height(), row);
    levels = along(levels, kernel, radius, image.height(), row, image.width(), 3);
    byte[] blurred = new byte[levels.length];
    for (int i = 0; i < blurred.length; i++) {
      blurred[i] = (byte) Math.round(levels[i]);
    }
    return new RgbImage(image.width(), image.height(), blurred);
  }

  /** Blurs lines of {@code length} values that are {@code step} apart. */
  private static float[] along(
      float[] from, double[] kernel, int radius, int length, int step, int lines, int lineStep) {
    float[] to = new float[from.length];
    for (int line = 0; line < lines; line++) {
      for (int i = 0; i < length; i++) {
        for (int channel = 0; channel < 3; channel++) {
          int start = line * lineStep + channel;
          double sum = 0;
          for (int k = -radius; k <= radius; k++) {
            int at = Math.max(0, Math.min(length - 1, i + k));
            sum += kernel[k + radius] * from[start + at * step];
          }
          to[start + i * step] = (float) sum;
        }
      }
    }
    return to;
  }
}
