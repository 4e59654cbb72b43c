package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;

/** Colours in CIELAB (CIE 1976, white point D65), where distances are about what eyes see. */
final class Lab {
  private static final double EPSILON = 216.0 / 24389;
  private static final double KAPPA = 24389.0 / 27;

  private Lab() {}

  /** Lightness, a and b, a row each, a column a pixel; sRGB as the input (IEC 61966-2-1). */
  static float[][] of(RgbImage image) {
    double[] linear = new double[256];
    for (int level = 0; level < 256; level++) {
      double v = level / 255.0;
      linear[level] = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }
    byte[] rgb = image.rgb();
    float[][] lab = new float[3][rgb.length / 3];
    for (int i = 0; i < lab[0].length; i++) {
      double r = linear[rgb[3 * i] & 0xff];
      double g = linear[rgb[3 * i + 1] & 0xff];
      double b = linear[rgb[3 * i + 2] & 0xff];
      double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
      double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
      double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
      lab[0][i] = (float) (116 * y - 16);
      lab[1][i] = (float) (500 * (x - y));
      lab[2][i] = (float) (200 * (y - z));
    }
    return lab;
  }

  private static double f(double t) {
    return t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116;
  }
}
