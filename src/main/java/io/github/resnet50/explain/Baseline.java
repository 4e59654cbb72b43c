package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;
import java.util.Locale;

/** What replaces the hidden parts of an image. */
public enum Baseline {
  /** A blurred copy of the image, too blurred to recognise anything. */
  BLUR {
    @Override
    RgbImage of(RgbImage image) {
      return blurred(image, Math.max(image.width(), image.height()) * BLUR_SHARE);
    }
  },
  /** The mean colour of the image. */
  MEAN {
    @Override
    RgbImage of(RgbImage image) {
      long[] sums = new long[3];
      byte[] rgb = image.rgb();
      for (int i = 0; i < rgb.length; i++) {
        sums[i % 3] += rgb[i] & 0xff;
      }
      byte[] mean = new byte[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        mean[i] = (byte) Math.round(sums[i % 3] * 3.0 / rgb.length);
      }
      return new RgbImage(image.width(), image.height(), mean);
    }
  },
  BLACK {
    @Override
    RgbImage of(RgbImage image) {
      return new RgbImage(image.width(), image.height(), new byte[image.rgb().length]);
    }
  };

  /** The standard deviation of the blur, as a share of the longer side: 11 pixels of 224. */
  private static final double BLUR_SHARE = 0.05;

  abstract RgbImage of(RgbImage image);

  /** The name in the option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A copy of an image with a part hidden.
   *
   * @param hidden the pixels where nothing is shown
   * @param mask how much of each pixel is shown, 0 to 1
   */
  static byte[] mixed(byte[] rgb, byte[] hidden, float[] mask) {
    byte[] copy = new byte[rgb.length];
    for (int i = 0; i < copy.length; i++) {
      float shown = mask[i / 3];
      copy[i] = (byte) Math.round((rgb[i] & 0xff) * shown + (hidden[i] & 0xff) * (1 - shown));
    }
    return copy;
  }

  /**
   * Gaussian blur; beyond an edge its values are repeated.
   *
   * @param sigma standard deviation in pixels
   */
  private static RgbImage blurred(RgbImage image, double sigma) {
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

  /** Blurs lines of {@code length} values at a stride of {@code step}. */
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
