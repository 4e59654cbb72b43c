package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Map;

/**
 * What the numbers of a page mean.
 *
 * @param layout how they are stored
 * @param color what they make
 * @param depth how many of their bits say something: fewer than all where the file says so
 * @param opacity which of them is the opacity
 * @param colorMap 16-bit levels, all reds first; empty without a palette
 * @param luminance how luminance and chrominance make colours
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffSamples(
    TiffLayout layout,
    Color color,
    int depth,
    Opacity opacity,
    long[] colorMap,
    TiffLuminance luminance) {

  /** The colour spaces that are read here. */
  enum Color {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1),
    INKS(4),
    LUMINANCE(3),
    /** CIE L*a*b* under the light D50, its last two signed. */
    LAB(3);

    private final int samples;

    Color(int samples) {
      this.samples = samples;
    }
  }

  /**
   * The number of a pixel that is its opacity.
   *
   * @param place which of them, or -1 if none is
   * @param premultiplied whether the colours are multiplied by it already
   */
  record Opacity(int place, boolean premultiplied) {
    private static final int EXTRA = 338;
    private static final int ASSOCIATED = 1;
    private static final int UNASSOCIATED = 2;

    /** The first number beyond the colours that is declared as one: others are anything. */
    private static Opacity of(TiffDirectory page, Color color, int count) {
      long[] extra = page.numbers(EXTRA);
      for (int i = 0; i < extra.length && color.samples + i < count; i++) {
        if (extra[i] == ASSOCIATED || extra[i] == UNASSOCIATED) {
          return new Opacity(color.samples + i, extra[i] == ASSOCIATED);
        }
      }
      return new Opacity(-1, false);
    }

    boolean isThere() {
      return place >= 0;
    }
  }

  static final int PHOTOMETRIC = 262;
  private static final int MOST = 281;
  private static final int COLOR_MAP = 320;
  private static final int INK_SET = 332;

  private static final Map<Long, String> UNREADABLE =
      Map.of(
          4L, "a mask",
          9L, "ICC L*a*b*",
          10L, "ITU L*a*b*",
          32803L, "a sensor's",
          32844L, "LogL",
          32845L, "LogLuv",
          34892L, "a sensor's");

  static TiffSamples of(TiffDirectory page, TiffCompression compression) throws ImageException {
    TiffLayout layout = TiffLayout.of(page, compression);
    Color color = color(page, compression, layout);
    return new TiffSamples(
        layout,
        color,
        depth(layout.bits(), page.number(MOST, 0)),
        Opacity.of(page, color, layout.count()),
        color == Color.PALETTE ? page.numbers(COLOR_MAP) : new long[0],
        compression.isJpeg() ? TiffLuminance.OF_JPEG : TiffLuminance.of(page));
  }

  /**
   * Sensors of 10, 12 or 14 bits are stored in 16, and the largest possible number says so. Any
   * other is the largest that there is, which says nothing.
   */
  private static int depth(int bits, long most) {
    boolean ofBits = bits == 16 && most > 255 && Long.bitCount(most + 1) == 1;
    return ofBits ? Math.min(16, Long.bitCount(most)) : bits;
  }

  private static Color color(TiffDirectory page, TiffCompression compression, TiffLayout layout)
      throws ImageException {
    int count = layout.count();
    int bits = layout.bits();
    int usual = compression.isFax() ? 0 : count >= 3 ? 2 : 1;
    long number = page.number(PHOTOMETRIC, usual);
    Color color =
        switch ((int) number) {
          case 0 -> Color.WHITE_IS_ZERO;
          case 1 -> Color.BLACK_IS_ZERO;
          case 2 -> Color.RGB;
          case 3 -> Color.PALETTE;
          case 5 -> Color.INKS;
          case 6 -> Color.LUMINANCE;
          case 8 -> Color.LAB;
          default ->
              throw new ImageException(
                  Kind.UNSUPPORTED,
                  "TIFF of colours that cannot be read: "
                      + UNREADABLE.getOrDefault(number, "number " + number));
        };
    if (color == Color.INKS && page.number(INK_SET, 1) != 1) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of other inks than CMYK");
    }
    if ((color == Color.LUMINANCE && bits != 8) || (color == Color.LAB && bits % 8 != 0)) {
      throw new ImageException(
          Kind.UNSUPPORTED,
          "TIFF of %s of %d bits a sample".formatted(number == 6 ? "YCbCr" : "L*a*b*", bits));
    }
    if (count < color.samples) {
      throw new ImageException(Kind.CORRUPT, "TIFF with too few channels for its colours");
    }
    if (color == Color.PALETTE && (bits > 8 || page.numbers(COLOR_MAP).length < 3 << bits)) {
      throw new ImageException(
          bits > 8 ? Kind.UNSUPPORTED : Kind.CORRUPT, "TIFF without a palette of its depth");
    }
    return color;
  }

  /** How many of the planes are looked at. */
  int planesUsed() {
    return layout.planar() ? Math.max(color.samples, opacity.place() + 1) : 1;
  }
}
