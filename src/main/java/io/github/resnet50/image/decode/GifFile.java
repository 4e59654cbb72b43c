package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u16le;
import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.util.Arrays;

/**
 * A GIF read up to the pixels of its first frame (GIF89a specification).
 *
 * @param bytes the file
 * @param width columns of the logical screen, made larger where the frame exceeds it, as browsers
 *     do
 * @param height rows likewise
 * @param frame where the first frame lies on the screen
 * @param palette RGB triples
 * @param transparent the transparent index, or -1
 * @param interlaced whether rows come in four passes
 * @param data where the frame's data starts: the code size, then blocks
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GifFile(
    byte[] bytes,
    int width,
    int height,
    Frame frame,
    byte[] palette,
    int transparent,
    boolean interlaced,
    int data)
    implements ImageFile {

  /** A rectangle of the canvas. */
  record Frame(int left, int top, int width, int height) {}

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  static GifFile parse(byte[] bytes) throws ImageException {
    require(bytes, 13);
    int at = 13;
    byte[] palette = {};
    if ((bytes[10] & 0x80) != 0) {
      palette = palette(bytes, at, bytes[10]);
      at += palette.length;
    }
    int transparent = -1;
    while (true) {
      require(bytes, at + 1);
      switch (u8(bytes, at)) {
        case '!' -> {
          require(bytes, at + 8);
          boolean control = u8(bytes, at + 1) == 0xf9 && u8(bytes, at + 2) == 4;
          if (control) {
            transparent = (bytes[at + 3] & 1) != 0 ? u8(bytes, at + 6) : -1;
          }
          at = endOfBlocks(bytes, at + 2);
        }
        case ',' -> {
          return frame(bytes, at, palette, transparent);
        }
        case ';' -> throw new ImageException(Kind.CORRUPT, "GIF without a picture");
        default -> throw new ImageException(Kind.CORRUPT, "damaged GIF: unknown block");
      }
    }
  }

  private static GifFile frame(byte[] bytes, int at, byte[] global, int transparent)
      throws ImageException {
    require(bytes, at + 11);
    Frame frame =
        new Frame(
            u16le(bytes, at + 1), u16le(bytes, at + 3), u16le(bytes, at + 5), u16le(bytes, at + 7));
    if (frame.width() == 0 || frame.height() == 0) {
      throw new ImageException(Kind.CORRUPT, "GIF with an empty first frame");
    }
    int flags = u8(bytes, at + 9);
    boolean local = (flags & 0x80) != 0;
    byte[] palette = local ? palette(bytes, at + 10, flags) : global;
    return new GifFile(
        bytes,
        Math.max(u16le(bytes, 6), frame.left() + frame.width()),
        Math.max(u16le(bytes, 8), frame.top() + frame.height()),
        frame,
        palette,
        transparent,
        (flags & 0x40) != 0,
        at + 10 + (local ? palette.length : 0));
  }

  private static byte[] palette(byte[] bytes, int at, int flags) throws ImageException {
    int size = 3 * (2 << (flags & 7));
    require(bytes, at + size);
    return Arrays.copyOfRange(bytes, at, at + size);
  }

  private static int endOfBlocks(byte[] bytes, int from) throws ImageException {
    int at = from;
    while (true) {
      require(bytes, at + 1);
      int size = u8(bytes, at);
      at += 1 + size;
      if (size == 0) {
        return at;
      }
    }
  }

  private static void require(byte[] bytes, int length) throws ImageException {
    if (bytes.length < length) {
      throw new ImageException(Kind.TRUNCATED, "the GIF ends before its first frame");
    }
  }
}
