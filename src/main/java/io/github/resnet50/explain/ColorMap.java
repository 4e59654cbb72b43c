package io.github.resnet50.explain;

/**
 * Inferno, a perceptually uniform colour map (van der Walt and Smith 2015, released under CC0 with
 * Matplotlib), between ten of its colours.
 */
final class ColorMap {
  private static final int[] COLOURS = {
    0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d,
    0xfcffa4
  };

  private ColorMap() {}

  /**
   * A colour.
   *
   * @param value 0 to 1
   * @return 0xRRGGBB
   */
  static int at(double value) {
    double position = Math.max(0, Math.min(1, value)) * (COLOURS.length - 1);
    int below = (int) Math.min(position, COLOURS.length - 2);
    double share = position - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = COLOURS[below] >> shift & 0xff;
      int to = COLOURS[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(from + (to - from) * share) << shift;
    }
    return colour;
  }
}
