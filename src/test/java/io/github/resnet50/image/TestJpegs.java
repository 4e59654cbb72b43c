package io.github.resnet50.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * JPEGs of kinds that the JDK does not write: of blocks of one level each, with restart markers, in
 * several scans, with a scan cut short.
 */
public final class TestJpegs {
  private static final int BLOCK = 8;

  /** Bits of the code of each size of a level's difference, and of an end of block. */
  private static final int CODE = 4;

  private final int side;
  private final int components;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TestJpegs(int side, int components) {
    this.side = side;
    this.components = components;
  }

  /**
   * A picture of random blocks.
   *
   * @param side columns and rows of blocks
   * @param components 1 or 3, none of them reduced
   * @param restart blocks between restart markers; 0 for none
   * @param apart whether every component has a scan of its own
   */
  public static byte[] blocks(int side, int components, int restart, boolean apart) {
    TestJpegs jpeg = new TestJpegs(side, components);
    jpeg.header(restart);
    Random random = new Random(5);
    for (int scan = 0; scan < (apart ? components : 1); scan++) {
      int first = apart ? scan : 0;
      jpeg.scan(first, apart ? 1 : components, restart, random);
    }
    jpeg.out.writeBytes(Pictures.bytes(0xff, 0xd9));
    return jpeg.out.toByteArray();
  }

  private void header(int restart) {
    out.writeBytes(Pictures.bytes(0xff, 0xd8, 0xff, 0xdb, 0, 67, 0));
    byte[] steps = new byte[64];
    Arrays.fill(steps, (byte) 8);
    out.writeBytes(steps);
    int pixels = side * BLOCK;
    out.writeBytes(
        Pictures.bytes(0xff, 0xc0, 0, 8 + 3 * components, 8, pixels >> 8, pixels, pixels >> 8));
    out.writeBytes(Pictures.bytes(pixels, components));
    for (int i = 1; i <= components; i++) {
      out.writeBytes(Pictures.bytes(i, 0x11, 0));
    }
    // Differences of 0 to 11 bits, then the end of a block alone, all with codes of 4 bits.
    out.writeBytes(Pictures.bytes(0xff, 0xc4, 0, 31, 0, 0, 0, 0, 12));
    out.writeBytes(new byte[12]);
    out.writeBytes(Pictures.bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
    out.writeBytes(Pictures.bytes(0xff, 0xc4, 0, 20, 0x10, 0, 0, 0, 1));
    out.writeBytes(new byte[12]);
    out.write(0);
    if (restart > 0) {
      out.writeBytes(Pictures.bytes(0xff, 0xdd, 0, 4, 0, restart));
    }
  }

  private void scan(int first, int count, int restart, Random random) {
    out.writeBytes(Pictures.bytes(0xff, 0xda, 0, 6 + 2 * count, count));
    for (int i = 0; i < count; i++) {
      out.writeBytes(Pictures.bytes(first + i + 1, 0));
    }
    out.writeBytes(Pictures.bytes(0, 63, 0));
    Bits bits = new Bits(out);
    int[] before = new int[count];
    for (int block = 0; block < side * side; block++) {
      if (restart > 0 && block > 0 && block % restart == 0) {
        bits.flush();
        out.writeBytes(Pictures.bytes(0xff, 0xd0 + (block / restart - 1) % 8));
        Arrays.fill(before, 0);
      }
      for (int i = 0; i < count; i++) {
        int level = random.nextInt(200) - 100;
        int difference = level - before[i];
        before[i] = level;
        int size = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
        bits.put(size, CODE);
        bits.put(difference < 0 ? (difference - 1) & ((1 << size) - 1) : difference, size);
        bits.put(0, CODE);
      }
    }
    bits.flush();
  }

  /** Bits of a scan, zeros after every 255. */
  private static final class Bits {
    private final ByteArrayOutputStream out;
    private int buffer;
    private int count;

    Bits(ByteArrayOutputStream out) {
      this.out = out;
    }

    void put(int value, int bits) {
      for (int i = bits - 1; i >= 0; i--) {
        buffer = (buffer << 1) | ((value >> i) & 1);
        if (++count == 8) {
          out.write(buffer);
          if (buffer == 255) {
            out.write(0);
          }
          buffer = 0;
          count = 0;
        }
      }
    }

    void flush() {
      while (count > 0) {
        put(1, 1);
      }
    }
  }

  /** The file up to a place, closed by an end marker. */
  public static byte[] closed(byte[] jpeg, int length) {
    return Pictures.join(Arrays.copyOf(jpeg, length), Pictures.bytes(0xff, 0xd9));
  }

  /** Where the n-th of a marker is. */
  public static int place(byte[] jpeg, int marker, int n) {
    int left = n;
    for (int at = 0; at < jpeg.length - 1; at++) {
      if (jpeg[at] == -1 && jpeg[at + 1] == (byte) marker && left-- == 0) {
        return at;
      }
    }
    throw new AssertionError("no marker " + Integer.toHexString(marker));
  }

  /** The file without some of its bytes. */
  public static byte[] without(byte[] jpeg, int from, int to) {
    return Pictures.join(Arrays.copyOf(jpeg, from), Arrays.copyOfRange(jpeg, to, jpeg.length));
  }

  /** The file with bytes put in before a place. */
  public static byte[] with(byte[] jpeg, int at, byte... added) {
    return Pictures.join(Arrays.copyOf(jpeg, at), added, Arrays.copyOfRange(jpeg, at, jpeg.length));
  }
}
