package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Arrays;

/**
 * Rows of fax codes (ITU T.4 and T.6; TIFF 6.0, sections 10 and 11), of one bit a pixel: 1 is
 * black. A line that does not come out at the picture's width is damage: decoders that guess on
 * show a picture that nobody sent.
 */
final class TiffFax extends TiffRows {
  /** Zeros before the one that ends the mark before a line. */
  private static final int MARK_ZEROS = 11;

  private final TiffCompression kind;
  private final boolean mixed;
  private final int width;

  /** The next bit, counted from the first of the part. */
  private long bit;

  /** Where the colour changes in the line before, and in this one: first to black. */
  private int[] above;

  private int[] changes;
  private int aboveCount;
  private int count;

  /**
   * The rows of a part.
   *
   * @param kind one of the faxes
   * @param mixed whether each line says if it is coded by itself or by the one above
   */
  TiffFax(byte[] part, TiffCompression kind, boolean mixed, int width) {
    super(ImageBytes.of(part), 0, part.length);
    this.kind = kind;
    this.mixed = mixed;
    this.width = width;
    hasNext(); // then all of it is there
    // A change takes a bit at least.
    int most = (int) Math.min(width, 8L * end) + 1;
    this.above = new int[most];
    this.changes = new int[most];
  }

  @Override
  void read(byte[] row) throws ImageException {
    int[] swap = above;
    above = changes;
    changes = swap;
    aboveCount = count;
    count = 0;
    if (byLineAbove()) {
      lineByAbove();
    } else {
      lineByItself();
    }
    if (bit > 8L * end) {
      throw truncated();
    }
    Arrays.fill(row, (byte) 0);
    for (int i = 0; i < count; i += 2) {
      blacken(row, changes[i], i + 1 < count ? changes[i + 1] : width);
    }
  }

  private static void blacken(byte[] row, int from, int to) {
    for (int x = from; x < to; x++) {
      if ((x & 7) == 0 && to - x >= 8) {
        row[x >> 3] = -1;
        x += 7;
      } else {
        row[x >> 3] |= (byte) (0x80 >> (x & 7));
      }
    }
  }

  /** Goes to where the next line begins, and says how it is coded. */
  private boolean byLineAbove() throws ImageException {
    if (kind == TiffCompression.FAX_4) {
      return true;
    }
    if (kind == TiffCompression.FAX_3) {
      mark();
      boolean by = mixed && next(1) == 0;
      if (peek(MARK_ZEROS + 1) == 1) {
        throw truncated(); // Marks without lines are the end of the fax.
      }
      return by;
    }
    long unit = kind == TiffCompression.FAX_WORDS ? 16 : 8;
    long past = bit % unit;
    bit += past == 0 ? 0 : unit - past;
    return false;
  }

  private void mark() throws ImageException {
    int zeros = 0;
    while (next(1) == 0) {
      zeros++;
    }
    if (zeros < MARK_ZEROS) {
      throw damaged("a line of the fax does not begin with its mark");
    }
  }

  private void lineByItself() throws ImageException {
    int at = 0;
    for (boolean black = false; at < width; black = !black) {
      at = change(at + run(black));
    }
  }

  private void lineByAbove() throws ImageException {
    int at = 0;
    int place = 0;
    boolean black = false;
    boolean begun = false;
    while (at < width) {
      // The first change above that is to the right, and to the other colour.
      place += (place & 1) == (black ? 1 : 0) ? 0 : place > 0 ? -1 : 1;
      while (place < aboveCount && (above[place] < at || (begun && above[place] == at))) {
        place += 2;
      }
      int code = FaxCodes.MODES[peek(FaxCodes.MODE_BITS)];
      skip(code);
      begun = true;
      switch (FaxCodes.value(code)) {
        case FaxCodes.PASS -> at = above(place + 1);
        case FaxCodes.RUNS -> {
          at = change(at + run(black));
          at = change(at + run(!black));
        }
        default -> {
          int to = above(place) + FaxCodes.value(code);
          if (to < at) {
            throw damaged("a line of the fax goes back");
          }
          at = change(to);
          black = !black;
        }
      }
    }
  }

  private int above(int place) {
    return place < aboveCount ? above[place] : width;
  }

  /** Keeps a change of colour; two at one place are none. */
  private int change(int at) throws ImageException {
    if (at > width) {
      throw damaged("a line of the fax is too long");
    }
    if (at < width) {
      if (count > 0 && changes[count - 1] == at) {
        count--;
      } else {
        changes[count++] = at;
      }
    }
    return at;
  }

  /** Pixels of one colour. */
  private int run(boolean black) throws ImageException {
    int[] codes = black ? FaxCodes.BLACK : FaxCodes.WHITE;
    int sum = 0;
    while (sum <= width) {
      int code = codes[peek(FaxCodes.RUN_BITS)];
      skip(code);
      sum += FaxCodes.value(code);
      if (FaxCodes.value(code) < FaxCodes.PARTIAL) {
        break;
      }
    }
    return sum;
  }

  private void skip(int code) throws ImageException {
    if (code == FaxCodes.NONE) {
      boolean ended = bit + FaxCodes.RUN_BITS > 8L * end || peek(MARK_ZEROS + 1) <= 1;
      throw ended ? truncated() : damaged("impossible code of a fax");
    }
    bit += FaxCodes.length(code);
  }

  private int next(int bits) throws ImageException {
    if (bit + bits > 8L * end) {
      throw truncated();
    }
    int value = peek(bits);
    bit += bits;
    return value;
  }

  /** The next bits, up to 13; beyond the end are zeros. */
  private int peek(int bits) {
    int window = 0;
    int first = (int) (bit >> 3);
    for (int i = first; i < first + 3; i++) {
      window = (window << 8) | (i < end ? bytes[i] & 0xff : 0);
    }
    return window >> (24 - bits - (int) (bit & 7)) & ((1 << bits) - 1);
  }

  private static ImageException damaged(String what) {
    return new ImageException(Kind.CORRUPT, "damaged TIFF: " + what);
  }
}
