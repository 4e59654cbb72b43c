package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Arrays;

/**
 * How the numbers of a page are stored.
 *
 * @param bits of each, 1 to 16, or 32 of a fraction
 * @param count of a pixel
 * @param planar whether all first ones come before all second ones, and so on
 * @param little the byte order of those of 16 bits
 * @param differences whether they are the differences to those of the pixel before
 * @param reversed whether each byte's lowest bit comes first
 * @param cell pixels that share their chrominance
 */
record TiffLayout(
    int bits,
    int count,
    boolean planar,
    boolean little,
    boolean differences,
    boolean reversed,
    Cell cell) {

  /**
   * Pixels that share their chrominance: all luminances row by row, then the two.
   *
   * @param width columns of them
   * @param height rows of them
   */
  record Cell(int width, int height) {
    private static final int YCBCR = 6;
    private static final int SUBSAMPLING = 530;

    private static Cell of(TiffDirectory page, TiffCompression compression) throws ImageException {
      if (compression.isJpeg() || page.number(TiffSamples.PHOTOMETRIC, 0) != YCBCR) {
        return new Cell(1, 1);
      }
      long[] sides = page.numbers(SUBSAMPLING);
      Cell cell = sides.length < 2 ? new Cell(2, 2) : new Cell((int) sides[0], (int) sides[1]);
      if (!isSide(cell.width) || !isSide(cell.height)) {
        throw new ImageException(Kind.CORRUPT, "TIFF with impossible subsampling of its colours");
      }
      return cell;
    }

    private static boolean isSide(int pixels) {
      return pixels == 1 || pixels == 2 || pixels == 4;
    }

    boolean isShared() {
      return width * height > 1;
    }

    /** Samples of a cell. */
    int size() {
      return width * height + 2;
    }
  }

  private static final int BITS = 258;
  private static final int FILL_ORDER = 266;
  private static final int COUNT = 277;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;

  /** Of which kind the numbers are: without a sign where it is missing. */
  static final int FORMAT = 339;

  static final int SIGNED = 2;
  static final int FRACTION = 3;
  private static final int FRACTION_BITS = 32;

  /** The predictor of fractions. */
  private static final int OF_FRACTIONS = 3;

  /** More are no pictures to look at. */
  private static final int MAX_COUNT = 16;

  /** How the colours of a page are stored. */
  static TiffLayout of(TiffDirectory page, TiffCompression compression) throws ImageException {
    return of(page, compression, false);
  }

  /** The same of numbers that need be no colours: with signs, fractions, in any number of bands. */
  static TiffLayout ofNumbers(TiffDirectory page, TiffCompression compression)
      throws ImageException {
    return of(page, compression, true);
  }

  private static TiffLayout of(TiffDirectory page, TiffCompression compression, boolean numbers)
      throws ImageException {
    long count = page.number(COUNT, 1);
    if (count < 1) {
      throw new ImageException(Kind.CORRUPT, "TIFF without channels");
    }
    if (count > MAX_COUNT && !numbers) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of more than 16 channels");
    }
    long[] allBits = page.numbers(BITS);
    if (allBits.length == 0 && (count > 1 || page.has(BITS))) {
      throw new ImageException(Kind.CORRUPT, "TIFF that does not tell its depth");
    }
    long bits = allBits.length == 0 ? 1 : allBits[0];
    for (long other : allBits) {
      if (other != bits) {
        throw new ImageException(Kind.UNSUPPORTED, "TIFF with channels of different depths");
      }
    }
    long[] formats = page.numbers(FORMAT);
    if (numbers) {
      checkNumbers(bits, formats);
    } else {
      checkColors(bits, formats);
    }
    long arrangement = page.number(PLANAR, 1);
    if (arrangement != 1 && arrangement != 2) {
      throw new ImageException(Kind.CORRUPT, "TIFF with impossible planes");
    }
    long order = page.number(FILL_ORDER, 1);
    if (order != 1 && order != 2) {
      throw new ImageException(Kind.CORRUPT, "TIFF of bits in an impossible order");
    }
    Cell cell = Cell.of(page, compression);
    long predictor = compression.takesDifferences() ? page.number(PREDICTOR, 1) : 1;
    boolean ofFractions = predictor == OF_FRACTIONS && bits == FRACTION_BITS;
    if (predictor < 1
        || (predictor > 2 && !ofFractions)
        || (predictor == 2 && ((bits != 8 && bits != 16) || cell.isShared()))) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF with predictor " + predictor);
    }
    TiffLayout layout =
        new TiffLayout(
            (int) bits,
            (int) count,
            count > 1 && arrangement == 2,
            page.isLittleEndian(),
            predictor >= 2,
            order == 2,
            cell);
    layout.check(compression);
    return layout;
  }

  private static void checkColors(long bits, long[] formats) throws ImageException {
    if (bits < 1 || bits > 16) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of " + bits + " bits a sample");
    }
    for (long format : formats) {
      if (format != 1 && format != 4) {
        throw new ImageException(
            Kind.UNSUPPORTED,
            (format == SIGNED ? "TIFF of signed samples" : "samples of a TIFF with fractions")
                + ", which classify's --stretch 2,98 makes levels of");
      }
    }
  }

  private static void checkNumbers(long bits, long[] formats) throws ImageException {
    long format = formats.length == 0 ? 1 : formats[0];
    boolean whole = (format == 1 || format == SIGNED) && (bits == 8 || bits == 16);
    boolean fraction = format == FRACTION && bits == FRACTION_BITS;
    boolean alike = Arrays.stream(formats).allMatch(other -> other == format);
    if (!alike || (!whole && !fraction)) {
      throw new ImageException(
          Kind.UNSUPPORTED,
          "TIFF whose bands are neither whole numbers of 8 or 16 bits nor fractions of 32");
    }
  }

  private void check(TiffCompression compression) throws ImageException {
    String trouble = "";
    if (compression.isFax() && (bits > 1 || inPart() > 1)) {
      trouble = "a fax that is not of one bit a pixel";
    } else if (compression.isJpeg() && bits != 8) {
      trouble = "JPEGs of " + bits + " bits a sample";
    } else if (cell.isShared() && (bits != 8 || count != 3 || planar)) {
      trouble = "subsampled colours that are not three samples of 8 bits side by side";
    }
    if (!trouble.isEmpty()) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of " + trouble);
    }
  }

  /** How many sets of parts there are. */
  int planes() {
    return planar ? count : 1;
  }

  /** Numbers of a pixel in one part. */
  int inPart() {
    return planar ? 1 : count;
  }

  /** Bytes of a row of {@code width} pixels, or of cells, in one part. */
  long rowBytes(int width) {
    if (cell.isShared()) {
      return (width + cell.width - 1L) / cell.width * cell.size();
    }
    return ((long) width * inPart() * bits + 7) / 8;
  }

  /** Arrays for rows of a part: {@code [planes][bytes]}. */
  byte[][] newRows(int planes, int width) throws ImageException {
    long length = rowBytes(width);
    if (length > Integer.MAX_VALUE - 8L) {
      throw new ImageException(Kind.TOO_LARGE, "a row of the TIFF does not fit into one array");
    }
    return new byte[planes][(int) length];
  }
}
