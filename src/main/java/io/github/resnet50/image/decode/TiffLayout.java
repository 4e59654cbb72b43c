package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;

/**
 * How the numbers of a page are stored.
 *
 * @param bits of each, 1 to 16
 * @param count of a pixel
 * @param planar whether all first ones come before all second ones, and so on
 * @param little the byte order of those of 16 bits
 * @param differences whether they are the differences to those of the pixel before
 * @param reversed whether each byte's lowest bit comes first
 */
record TiffLayout(
    int bits, int count, boolean planar, boolean little, boolean differences, boolean reversed) {
  private static final int BITS = 258;
  private static final int FILL_ORDER = 266;
  private static final int COUNT = 277;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int FORMAT = 339;

  /** More are no pictures to look at. */
  private static final int MAX_COUNT = 16;

  static TiffLayout of(TiffDirectory page) throws ImageException {
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
    return new TiffLayout(
        (int) bits,
        (int) count,
        count > 1 && page.number(PLANAR, 1) == 2,
        page.isLittleEndian(),
        predictor == 2,
        page.number(FILL_ORDER, 1) == 2);
  }

  /** How many sets of parts there are. */
  int planes() {
    return planar ? count : 1;
  }

  /** Numbers of a pixel in one part. */
  int inPart() {
    return planar ? 1 : count;
  }

  /** Bytes of a row of {@code width} pixels in one part. */
  long rowBytes(int width) {
    return ((long) width * inPart() * bits + 7) / 8;
  }
}
