package io.github.resnet50.image.decode;

/** CIE L*a*b* to sRGB, by way of XYZ under D50 (ICC.1, IEC 61966-2-1). */
final class LabColors {
  /** X and Z of D50, whose Y is 1. */
  private static final double WHITE_X = 0.9642;

  private static final double WHITE_Z = 0.8249;

  /** XYZ under D50 to linear sRGB, whose white is D65, by Bradford's method. */
  private static final double[][] TO_RGB = {
    {3.1339, -1.6169, -0.4906}, {-0.9788, 1.9161, 0.0335}, {0.0719, -0.2290, 1.4052}
  };

  private LabColors() {}

  /**
   * Writes one pixel to {@code rgb[at..at + 3)}.
   *
   * @param lightness 0 to 100
   */
  static void toRgb(double lightness, double a, double b, byte[] rgb, int at) {
    double height = (lightness + 16) / 116;
    double x = WHITE_X * linear(height + a / 500);
    double y = linear(height);
    double z = WHITE_Z * linear(height - b / 200);
    for (int i = 0; i < 3; i++) {
      double light = TO_RGB[i][0] * x + TO_RGB[i][1] * y + TO_RGB[i][2] * z;
      double level = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
      rgb[at + i] = (byte) Levels.clip((int) Math.round(255 * level));
    }
  }

  private static double linear(double root) {
    return root > 6.0 / 29 ? root * root * root : (root - 4.0 / 29) * 3 * (6.0 / 29) * (6.0 / 29);
  }
}
