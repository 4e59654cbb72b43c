package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import java.util.Arrays;

/** Rows of a TIFF's samples to RGB, transparency blended over white. */
final class TiffPixels {
  private final TiffSamples samples;
  private final TiffLayout layout;

  /** Levels of 0..255 of each number of up to 8 bits. */
  private final byte[] levels;

  /** Levels of a palette, all reds first. */
  private final byte[] palette;

  TiffPixels(TiffSamples samples) {
    this.samples = samples;
    this.layout = samples.layout();
    int most = (1 << Math.min(8, layout.bits())) - 1;
    levels = new byte[most + 1];
    for (int i = 0; i <= most; i++) {
      levels[i] = (byte) (i * 255 / most);
    }
    long[] map = samples.colorMap();
    palette = new byte[map.length];
    // Some writers give levels of 8 bits.
    int shift = Arrays.stream(map).max().orElse(0) < 256 ? 0 : 8;
    for (int i = 0; i < map.length; i++) {
      palette[i] = (byte) (map[i] >> shift);
    }
  }

  /**
   * Writes a row.
   *
   * @param rows one, or one of each plane
   * @param line which one, of a row of cells
   * @param out where its first pixel belongs
   */
  void write(byte[][] rows, int line, int width, byte[] rgb, int out) {
    if (samples.color() == TiffSamples.Color.RGB
        && layout.bits() == 8
        && layout.inPart() == 3
        && !samples.opacity().isThere()) {
      System.arraycopy(rows[0], 0, rgb, out, width * 3);
      return;
    }
    for (int x = 0, to = out; x < width; x++, to += 3) {
      switch (samples.color()) {
        case RGB -> {
          for (int i = 0; i < 3; i++) {
            rgb[to + i] = (byte) level(rows, x, i);
          }
        }
        case INKS -> {
          int paper = 255 - level(rows, x, 3);
          for (int i = 0; i < 3; i++) {
            rgb[to + i] = (byte) Levels.product(255 - level(rows, x, i), paper);
          }
        }
        case LUMINANCE -> luminance(rows, line, x, rgb, to);
        case LAB -> {
          int scale = layout.bits() == 8 ? 1 : 256;
          double a = (double) signed(number(rows, x, 1)) / scale;
          double b = (double) signed(number(rows, x, 2)) / scale;
          LabColors.toRgb(level(rows, x, 0) / 2.55, a, b, rgb, to);
        }
        case PALETTE -> {
          int index = number(rows, x, 0);
          for (int i = 0; i < 3; i++) {
            rgb[to + i] = palette[(i << layout.bits()) + index];
          }
        }
        default -> {
          int level = level(rows, x, 0);
          boolean inverted = samples.color() == TiffSamples.Color.WHITE_IS_ZERO;
          Arrays.fill(rgb, to, to + 3, (byte) (inverted ? 255 - level : level));
        }
      }
      if (samples.opacity().isThere()) {
        blend(rgb, to, level(rows, x, samples.opacity().place()));
      }
    }
  }

  private void luminance(byte[][] rows, int line, int x, byte[] rgb, int to) {
    TiffLayout.Cell cell = layout.cell();
    if (!cell.isShared()) {
      samples
          .luminance()
          .toRgb(number(rows, x, 0), number(rows, x, 1), number(rows, x, 2), rgb, to);
      return;
    }
    int first = x / cell.width() * cell.size();
    int chrominance = first + cell.size() - 2;
    samples
        .luminance()
        .toRgb(
            u8(rows[0], first + line * cell.width() + x % cell.width()),
            u8(rows[0], chrominance),
            u8(rows[0], chrominance + 1),
            rgb,
            to);
  }

  private void blend(byte[] rgb, int at, int alpha) {
    for (int i = at; i < at + 3; i++) {
      rgb[i] = (byte) Levels.overWhite(u8(rgb, i), alpha, samples.opacity().premultiplied());
    }
  }

  private int level(byte[][] rows, int x, int sample) {
    int number = number(rows, x, sample);
    return layout.bits() <= 8
        ? levels[number] & 0xff
        : Math.min(255, number >> (samples.depth() - 8));
  }

  private int signed(int number) {
    return layout.bits() == 8 ? (byte) number : (short) number;
  }

  private int number(byte[][] rows, int x, int sample) {
    byte[] row = rows[layout.planar() ? sample : 0];
    int place = layout.planar() ? x : x * layout.count() + sample;
    int bits = layout.bits();
    if (bits == 8) {
      return u8(row, place);
    }
    if (bits == 16) {
      return Bytes.u16(row, 2 * place, layout.little());
    }
    long bit = (long) place * bits;
    int at = (int) (bit >> 3);
    int window = 0;
    for (int i = 0; i < 3; i++) {
      window = (window << 8) | (at + i < row.length ? u8(row, at + i) : 0);
    }
    return (window >> (24 - bits - (int) (bit & 7))) & ((1 << bits) - 1);
  }
}
