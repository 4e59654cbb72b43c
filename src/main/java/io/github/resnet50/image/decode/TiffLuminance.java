package io.github.resnet50.image.decode;

import java.util.Arrays;

/**
 * How a page's luminance and chrominance make colours (TIFF 6.0, section 21): by the weights that
 * red, green and blue have in the luminance, and by the numbers that stand for black and white.
 * What names neither is as in a JPEG.
 */
final class TiffLuminance {
  private static final int COEFFICIENTS = 529;
  private static final int REFERENCES = 532;
  private static final double[] USUAL_WEIGHTS = {0.299, 0.587, 0.114};
  private static final double[] FULL_RANGE = {0, 255, 128, 255, 128, 255};
  private static final double SMALLEST = 1e-3;

  /** That of all JPEGs, whatever the page says. */
  static final TiffLuminance OF_JPEG = new TiffLuminance(USUAL_WEIGHTS, FULL_RANGE);

  private final double[] weights;
  private final double[] references;
  private final boolean asInJpeg;

  private TiffLuminance(double[] weights, double[] references) {
    this.weights = weights;
    this.references = references;
    this.asInJpeg = isLike(weights, USUAL_WEIGHTS) && isLike(references, FULL_RANGE);
  }

  /** What a page's tags say; nonsense counts for nothing. */
  static TiffLuminance of(TiffDirectory page) {
    double[] weights = page.fractions(COEFFICIENTS);
    double[] references = page.fractions(REFERENCES);
    boolean sound = weights.length == 3 && Arrays.stream(weights).noneMatch(w -> w < SMALLEST);
    boolean ranges = references.length == 6;
    for (int i = 0; ranges && i < references.length; i += 2) {
      ranges = references[i + 1] - references[i] >= 1;
    }
    return new TiffLuminance(sound ? weights : USUAL_WEIGHTS, ranges ? references : FULL_RANGE);
  }

  private static boolean isLike(double[] values, double[] others) {
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i] - others[i]) > SMALLEST) {
        return false;
      }
    }
    return true;
  }

  /** Writes one pixel to {@code rgb[at..at + 3)}. */
  void toRgb(int luminance, int blueness, int redness, byte[] rgb, int at) {
    if (asInJpeg) {
      JpegColors.luminance(luminance, blueness, redness, rgb, at);
      return;
    }
    double y = (luminance - references[0]) * 255 / (references[1] - references[0]);
    double cb = (blueness - references[2]) * 127 / (references[3] - references[2]);
    double cr = (redness - references[4]) * 127 / (references[5] - references[4]);
    double red = y + (2 - 2 * weights[0]) * cr;
    double blue = y + (2 - 2 * weights[2]) * cb;
    double green = (y - weights[0] * red - weights[2] * blue) / weights[1];
    rgb[at] = level(red);
    rgb[at + 1] = level(green);
    rgb[at + 2] = level(blue);
  }

  private static byte level(double level) {
    return (byte) Levels.clip((int) Math.round(level));
  }
}
