package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Arrays;
import java.util.Map;

/**
 * What the numbers of a page mean.
 *
 * @param bits of each number, 1 to 16
 * @param depth of these, how many say something: fewer than {@code bits} where the file says so
 * @param count numbers of a pixel
 * @param planar whether all first numbers come before all second ones, and so on
 * @param little the byte order of numbers of 16 bits
 * @param color what they make
 * @param alpha which of them is the opacity, or -1
 * @param premultiplied whether the colours are multiplied by it already
 * @param differences whether numbers are the differences to those of the pixel before
 * @param reversed whether each byte's lowest bit comes first
 * @param colorMap 16-bit levels, all reds first; empty without a palette
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffSamples(
    int bits,
    int depth,
    int count,
    boolean planar,
    boolean little,
    Color color,
    int alpha,
    boolean premultiplied,
    boolean differences,
    boolean reversed,
    long[] colorMap) {

  /** The colour spaces that are read here. */
  enum Color {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1),
    INKS(4),
    LUMINANCE(3),
    /** CIE L*a*b* under the light D50, its last two signed. */
    LAB(3),
    /** Left to {@link LibraryCodec}. */
    OTHER(1);

    private final int samples;

    Color(int samples) {
      this.samples = samples;
    }
  }

  private static final int BITS = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int COUNT = 277;
  private static final int MOST = 281;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int COLOR_MAP = 320;
  private static final int INK_SET = 332;
  private static final int EXTRA = 338;
  private static final int FORMAT = 339;
  private static final int SUBSAMPLING = 530;

  private static final Map<Long, String> UNREADABLE =
      Map.of(
          4L, "a mask",
          9L, "ICC L*a*b*",
          10L, "ITU L*a*b*",
          32803L, "a sensor's",
          32844L, "LogL",
          32845L, "LogLuv",
          34892L, "a sensor's");

  private static final int PREMULTIPLIED = 1;
  private static final int OPACITY = 2;

  /** More are no pictures to look at. */
  private static final int MAX_COUNT = 16;

  static TiffSamples of(TiffDirectory page, TiffCompression compression) throws ImageException {
    long count = page.number(COUNT, 1);
    if (count < 1 || count > MAX_COUNT) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of more than 16 channels");
    }
    long[] allBits = page.numbers(BITS);
    long bits = allBits.length == 0 ? 1 : allBits[0];
    for (long other : allBits) {
      if (other != bits) {
        throw new ImageException(Kind.UNSUPPORTED, "TIFF with channels of different depths");
      }
    }
    if (bits < 1 || bits > 16) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of " + bits + " bits a sample");
    }
    for (long format : page.numbers(FORMAT)) {
      if (format != 1 && format != 4) {
        throw new ImageException(
            Kind.UNSUPPORTED,
            format == 2 ? "TIFF of signed samples" : "samples of a TIFF with fractions");
      }
    }
    long predictor = page.number(PREDICTOR, 1);
    if (predictor > 2 || (predictor == 2 && bits != 8 && bits != 16)) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF with predictor " + predictor);
    }
    Color color = color(page, compression, (int) count, (int) bits);
    long[] extra = page.numbers(EXTRA);
    int opacity = -1;
    for (int i = 0; i < extra.length && opacity < 0; i++) {
      boolean fits = color.samples + i < count;
      opacity = fits && (extra[i] == PREMULTIPLIED || extra[i] == OPACITY) ? i : -1;
    }
    return new TiffSamples(
        (int) bits,
        depth((int) bits, page.number(MOST, 0)),
        (int) count,
        count > 1 && page.number(PLANAR, 1) == 2,
        page.isLittleEndian(),
        color,
        opacity < 0 ? -1 : color.samples + opacity,
        opacity >= 0 && extra[opacity] == PREMULTIPLIED,
        predictor == 2,
        page.number(FILL_ORDER, 1) == 2,
        color == Color.PALETTE ? page.numbers(COLOR_MAP) : new long[0]);
  }

  /**
   * Sensors of 10, 12 or 14 bits are stored in 16, and the largest possible number says so. Any
   * other is the largest that there is, which says nothing.
   */
  private static int depth(int bits, long most) {
    boolean ofBits = bits == 16 && most > 255 && Long.bitCount(most + 1) == 1;
    return ofBits ? Math.min(16, Long.bitCount(most)) : bits;
  }

  private static Color color(TiffDirectory page, TiffCompression compression, int count, int bits)
      throws ImageException {
    long number = page.number(PHOTOMETRIC, count >= 3 ? 2 : 1);
    Color color =
        switch ((int) number) {
          case 0 -> Color.WHITE_IS_ZERO;
          case 1 -> Color.BLACK_IS_ZERO;
          case 2 -> Color.RGB;
          case 3 -> Color.PALETTE;
          case 5 -> page.number(INK_SET, 1) == 1 ? Color.INKS : Color.OTHER;
          case 6 ->
              compression != TiffCompression.JPEG && isSubsampled(page)
                  ? Color.OTHER
                  : Color.LUMINANCE;
          case 8 -> Color.LAB;
          default ->
              throw new ImageException(
                  Kind.UNSUPPORTED,
                  "TIFF of colours that cannot be read: "
                      + UNREADABLE.getOrDefault(number, "number " + number));
        };
    if (count < color.samples) {
      throw new ImageException(Kind.CORRUPT, "TIFF with too few channels for its colours");
    }
    if (color == Color.PALETTE && (bits > 8 || page.numbers(COLOR_MAP).length < 3 << bits)) {
      throw new ImageException(
          bits > 8 ? Kind.UNSUPPORTED : Kind.CORRUPT, "TIFF without a palette of its depth");
    }
    return color;
  }

  private static boolean isSubsampled(TiffDirectory page) {
    long[] factors = page.numbers(SUBSAMPLING);
    return factors.length < 2 || Arrays.stream(factors).anyMatch(factor -> factor != 1);
  }

  /** Whether they are read here, as numbers or out of a JPEG, which has no lower resolutions. */
  boolean isPlain(boolean jpeg) {
    return color != Color.OTHER
        && (!jpeg || bits == 8)
        && (color != Color.LUMINANCE || bits == 8)
        && (color != Color.LAB || bits % 8 == 0);
  }

  /** How many sets of parts there are. */
  int planes() {
    return planar ? count : 1;
  }

  /** Numbers of a pixel in one part. */
  int inPart() {
    return planar ? 1 : count;
  }

  /** How many of the planes are looked at. */
  int planesUsed() {
    return planar ? Math.max(color.samples, alpha + 1) : 1;
  }

  /** Bytes of a row of {@code width} pixels in one part. */
  long rowBytes(int width) {
    return ((long) width * inPart() * bits + 7) / 8;
  }
}
