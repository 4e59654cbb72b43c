package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;

/**
 * The first frame of a GIF on its logical screen, which is white where nothing is drawn. Written
 * here because the JDK's reader silently ignores missing pixels.
 */
final class GifCodec implements ImageCodec {
  private static final int MAX_CODES = 4096;

  /** First row and row step of the passes of an interlaced frame, and of one that is not. */
  private static final int[][] INTERLACED = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private static final int[][] PLAIN = {{0, 1}};

  @Override
  public boolean reads(ImageFile file) {
    return file instanceof GifFile;
  }

  /** Needs memory for the frame's indices besides the RGB pixels. */
  @Override
  public long heapBytes(ImageFile file, int reduction) {
    return (RGB + 1) * file.width() * file.height();
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    GifFile gif = (GifFile) file;
    GifFile.Frame frame = gif.frame();
    byte[] indices = unpack(gif, frame.width() * frame.height());
    byte[] rgb = new byte[gif.width() * gif.height() * 3];
    Arrays.fill(rgb, (byte) 255);
    // An index beyond the palette's end is black.
    byte[] palette = Arrays.copyOf(gif.palette(), 256 * 3);
    int in = 0;
    for (int[] pass : gif.interlaced() ? INTERLACED : PLAIN) {
      for (int y = pass[0]; y < frame.height(); y += pass[1]) {
        int out = ((frame.top() + y) * gif.width() + frame.left()) * 3;
        for (int x = 0; x < frame.width(); x++, out += 3) {
          int index = u8(indices, in++);
          if (index != gif.transparent()) {
            System.arraycopy(palette, index * 3, rgb, out, 3);
          }
        }
      }
    }
    return new RgbImage(gif.width(), gif.height(), rgb);
  }

  /** LZW with codes of growing width, as in appendix F of the GIF specification. */
  private static byte[] unpack(GifFile gif, int size) throws ImageException {
    Codes codes = new Codes(gif.bytes(), gif.data());
    int clear = 1 << codes.minimum;
    short[] prefix = new short[MAX_CODES];
    byte[] suffix = new byte[MAX_CODES];
    byte[] stack = new byte[MAX_CODES + 1];
    byte[] out = new byte[size];
    int done = 0;
    int width = codes.minimum + 1;
    int next = clear + 2;
    int previous = -1;
    byte first = 0;
    while (done < size) {
      int code = codes.next(width);
      if (code == clear) {
        width = codes.minimum + 1;
        next = clear + 2;
        previous = -1;
        continue;
      }
      if (code == clear + 1) {
        throw new ImageException(Kind.TRUNCATED, "the GIF lacks a part of its first frame");
      }
      if (code > next || (previous < 0 && code > clear)) {
        throw new ImageException(Kind.CORRUPT, "damaged GIF: impossible code");
      }
      int depth = 0;
      int walk = code;
      if (code == next) {
        stack[depth++] = first;
        walk = previous;
      }
      while (walk >= clear) {
        stack[depth++] = suffix[walk];
        walk = prefix[walk];
      }
      first = (byte) walk;
      stack[depth++] = first;
      while (depth > 0 && done < size) {
        out[done++] = stack[--depth];
      }
      if (previous >= 0 && next < MAX_CODES) {
        prefix[next] = (short) previous;
        suffix[next] = first;
        next++;
        if (next == 1 << width && width < 12) {
          width++;
        }
      }
      previous = code;
    }
    return out;
  }

  /** Reads codes, lowest bit first, out of blocks that each start with their length. */
  private static final class Codes {
    private final byte[] bytes;
    private final int minimum;
    private int at;
    private int left;
    private int buffer;
    private int bits;

    Codes(byte[] bytes, int from) throws ImageException {
      if (from >= bytes.length) {
        throw truncated();
      }
      this.bytes = bytes;
      this.minimum = u8(bytes, from);
      this.at = from + 1;
      if (minimum < 1 || minimum > 8) {
        throw new ImageException(Kind.CORRUPT, "damaged GIF: impossible code size");
      }
    }

    int next(int width) throws ImageException {
      while (bits < width) {
        if (left == 0) {
          left = at < bytes.length ? u8(bytes, at++) : 0;
        }
        if (left == 0 || at >= bytes.length) {
          throw truncated();
        }
        left--;
        buffer |= u8(bytes, at++) << bits;
        bits += 8;
      }
      int code = buffer & ((1 << width) - 1);
      buffer >>>= width;
      bits -= width;
      return code;
    }

    private static ImageException truncated() {
      return new ImageException(Kind.TRUNCATED, "the GIF lacks a part of its first frame");
    }
  }
}
