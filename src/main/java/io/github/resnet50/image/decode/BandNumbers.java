package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

/**
 * The numbers of a TIFF's bands as they are stored: whole ones of 8 or 16 bits, with or without a
 * sign, and fractions of 32 bits.
 *
 * @param kind of number
 * @param absent the number by which the file says that there is none (GDAL's), or NaN
 */
record BandNumbers(TiffLayout layout, Kind kind, double absent) {
  enum Kind {
    UNSIGNED,
    SIGNED,
    FRACTION
  }

  /** How many keys of 16 bits there are. */
  static final int KEYS = 1 << 16;

  /**
   * A number.
   *
   * @param plane its plane's row, or that of all
   * @param band which of a pixel, from 0
   */
  double at(byte[] plane, int x, int band) {
    int bits = bitsAt(plane, x, band);
    return kind == Kind.FRACTION ? Float.intBitsToFloat(bits) : bits;
  }

  /**
   * Whether it says something: 0 stands for nothing in the margins of scenes. What is infinite is
   * no level either.
   */
  boolean isThere(double number) {
    return number != 0 && Double.isFinite(number) && number != absent;
  }

  /** A key in whose order the numbers are; 16 bits are enough where they are whole. */
  int key(double number) {
    if (kind != Kind.FRACTION) {
      return kind == Kind.SIGNED ? (int) number + (KEYS >> 1) : (int) number;
    }
    int bits = Float.floatToIntBits((float) number);
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  /** The number of a key. */
  double ofKey(int key) {
    if (kind != Kind.FRACTION) {
      return kind == Kind.SIGNED ? key - (KEYS >> 1) : key;
    }
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }

  private int bitsAt(byte[] plane, int x, int band) {
    int place = layout.planar() ? x : x * layout.count() + band;
    boolean little = layout.little();
    return switch (layout.bits()) {
      case 8 -> kind == Kind.SIGNED ? plane[place] : u8(plane, place);
      case 16 -> {
        int bits = Bytes.u16(plane, 2 * place, little);
        yield kind == Kind.SIGNED ? (short) bits : bits;
      }
      default -> (int) Bytes.u32(plane, 4 * place, little);
    };
  }
}
