package io.github.resnet50.image.decode;

/** Arithmetic on levels of 0..255. */
final class Levels {
  private Levels() {}

  static int clip(int level) {
    // Rarely needed, and a branch that is rarely taken is cheap.
    return (level & ~255) == 0 ? level : level < 0 ? 0 : 255;
  }

  /** {@code a * b / 255}, rounded. */
  static int product(int a, int b) {
    int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
  }

  /** A level with the given opacity blended over white. */
  static int overWhite(int level, int alpha) {
    return 255 - product(255 - level, alpha);
  }

  /**
   * The same of a level that may have been multiplied by its opacity already.
   *
   * @param premultiplied whether it has
   */
  static int overWhite(int level, int alpha, boolean premultiplied) {
    return premultiplied ? Math.min(255, level + 255 - alpha) : overWhite(level, alpha);
  }
}
