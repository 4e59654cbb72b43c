package io.github.resnet50.image.decode;

/**
 * Converts the components of a JPEG to RGB. Luminance and chrominance as libjpeg converts them
 * (jdcolor.c: 16 fractional bits), bit for bit. CMYK as Pillow does: JPEGs store it inverted, and
 * {@code R = (255 - C)(255 - K) / 255}.
 */
final class JpegColors {
  private static final int HALF = 1 << 15;

  private JpegColors() {}

  static byte[] toRgb(JpegFile jpeg, byte[] samples) {
    return toRgb(jpeg, samples, jpeg.width() * jpeg.height());
  }

  /** The same of as many pixels. */
  static byte[] toRgb(JpegFile jpeg, byte[] samples, int pixels) {
    return switch (jpeg.components()) {
      case 1 -> gray(samples, pixels);
      case 3 -> jpeg.luminance() ? luminance(samples, pixels) : samples;
      default -> inks(samples, pixels, jpeg.luminance());
    };
  }

  private static byte[] gray(byte[] samples, int pixels) {
    byte[] rgb = new byte[pixels * 3];
    for (int i = 0, out = 0; i < pixels; i++, out += 3) {
      rgb[out] = samples[i];
      rgb[out + 1] = samples[i];
      rgb[out + 2] = samples[i];
    }
    return rgb;
  }

  /** Converts in place: nothing else uses the samples. */
  private static byte[] luminance(byte[] samples, int pixels) {
    for (int i = 0; i < pixels * 3; i += 3) {
      luminance(samples[i] & 0xff, samples[i + 1] & 0xff, samples[i + 2] & 0xff, samples, i);
    }
    return samples;
  }

  /** Writes one pixel to {@code rgb[at..at + 3)}. */
  static void luminance(int y, int blueness, int redness, byte[] rgb, int at) {
    int cb = blueness - 128;
    int cr = redness - 128;
    rgb[at] = (byte) red(y, cr);
    rgb[at + 1] = (byte) green(y, cb, cr);
    rgb[at + 2] = (byte) blue(y, cb);
  }

  private static byte[] inks(byte[] samples, int pixels, boolean luminance) {
    byte[] rgb = new byte[pixels * 3];
    for (int in = 0, out = 0; out < rgb.length; in += 4, out += 3) {
      int c = samples[in] & 0xff;
      int m = samples[in + 1] & 0xff;
      int y = samples[in + 2] & 0xff;
      int paper = samples[in + 3] & 0xff;
      if (luminance) {
        int cb = m - 128;
        int cr = y - 128;
        y = 255 - blue(c, cb);
        m = 255 - green(c, cb, cr);
        c = 255 - red(c, cr);
      }
      rgb[out] = (byte) Levels.product(c, paper);
      rgb[out + 1] = (byte) Levels.product(m, paper);
      rgb[out + 2] = (byte) Levels.product(y, paper);
    }
    return rgb;
  }

  private static int red(int y, int cr) {
    return Levels.clip(y + ((91881 * cr + HALF) >> 16));
  }

  private static int green(int y, int cb, int cr) {
    return Levels.clip(y + ((-22554 * cb - 46802 * cr + HALF) >> 16));
  }

  private static int blue(int y, int cb) {
    return Levels.clip(y + ((116130 * cb + HALF) >> 16));
  }
}
