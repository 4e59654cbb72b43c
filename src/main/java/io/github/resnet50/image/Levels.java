package io.github.resnet50.image;

/** Arithmetic on levels of 0..255. */
final class Levels {
  private Levels() {}

  static int clip(int level) {
    return Math.max(0, Math.min(255, level));
  }

  /** {@code a * b / 255}, rounded. */
  static int product(int a, int b) {
    int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
  }

  /** A level of the given opacity laid over white. */
  static int overWhite(int level, int alpha) {
    return 255 - product(255 - level, alpha);
  }
}
