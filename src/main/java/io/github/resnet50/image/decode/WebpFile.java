package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32be;
import static io.github.resnet50.image.decode.Bytes.i32le;
import static io.github.resnet50.image.decode.Bytes.u16le;
import static io.github.resnet50.image.decode.Bytes.u24le;
import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * A WebP whose chunks have been read (WebP container specification).
 *
 * @param bytes the file
 * @param width columns of the canvas
 * @param height rows of the canvas
 * @param frame where the first frame lies on the canvas; all of it in a still picture
 * @param alpha the chunk with the frame's transparency, or null
 * @param pixels the chunk with the frame's pixels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebpFile(
    byte[] bytes,
    int width,
    int height,
    Orientation orientation,
    GifFile.Frame frame,
    Chunk alpha,
    Chunk pixels)
    implements ImageFile {

  /** A chunk: its name, and its content {@code bytes[from..to)}. */
  record Chunk(int name, int from, int to) {}

  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384c;
  private static final int VP8X = 0x56503858;
  private static final int ALPH = 0x414c5048;
  private static final int ANMF = 0x414e4d46;
  private static final int EXIF = 0x45584946;
  private static final int RIFF = 0x52494646;
  private static final int WEBP = 0x57454250;

  private static final byte LOSSLESS_MARK = 0x2f;

  /** Bytes before the pixels of a lossless picture. */
  private static final int LOSSLESS_HEAD = 5;

  private static final int LOSSY_HEAD = 10;

  /** An even number, and more than the reader looks ahead. */
  private static final int PADDING = 64;

  static WebpFile parse(byte[] bytes) throws ImageException {
    return new Walk(bytes).walk();
  }

  /** The first frame's colours as a still picture of its own, without profiles and metadata. */
  ImageInputStream colors() {
    return still(pixels.name(), bytes, pixels.from(), length(pixels));
  }

  /**
   * The transparency as a picture, in whose green it is, for it is compressed as a lossless one
   * without the head.
   */
  ImageInputStream opacity() {
    byte[] chunk = new byte[LOSSLESS_HEAD + length(alpha) - 1];
    int size = (frame.width() - 1) | ((frame.height() - 1) << 14);
    ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).put(LOSSLESS_MARK).putInt(size);
    System.arraycopy(bytes, alpha.from() + 1, chunk, LOSSLESS_HEAD, length(alpha) - 1);
    return still(VP8L, chunk, 0, chunk.length);
  }

  /** A file of one chunk, to which zeros are added that must not be read. */
  private static ImageInputStream still(int name, byte[] chunk, int from, int length) {
    ByteBuffer out = ByteBuffer.allocate(20 + length + PADDING).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(Integer.reverseBytes(RIFF)).putInt(12 + length + PADDING);
    out.putInt(Integer.reverseBytes(WEBP));
    out.putInt(Integer.reverseBytes(name)).putInt(length + PADDING).put(chunk, from, length);
    // The reader takes lossless pictures by eight bytes, and looks at some that it does not need.
    return new StrictStream(out.array(), 20 + length + (name == VP8L ? Long.BYTES : 0));
  }

  private static int length(Chunk chunk) {
    return chunk.to() - chunk.from();
  }

  /** What was found in the chunks so far. */
  private static final class Walk {
    private final byte[] bytes;
    private int width;
    private int height;
    private GifFile.Frame frame;
    private Chunk alpha;
    private Chunk pixels;
    private Orientation orientation = Orientation.UPRIGHT;

    Walk(byte[] bytes) {
      this.bytes = bytes;
    }

    WebpFile walk() throws ImageException {
      long end = 8 + Bytes.u32(bytes, 4, true);
      if (end > bytes.length) {
        throw new ImageException(Kind.TRUNCATED, "the WebP ends before its last part");
      }
      chunks(12, (int) end);
      if (pixels == null) {
        throw new ImageException(Kind.TRUNCATED, "the WebP ends before its picture");
      }
      if (pixels.name() == VP8L) {
        alpha = null; // Lossless pictures have their own.
      }
      if (alpha != null && length(alpha) == 0) {
        throw new ImageException(Kind.TRUNCATED, "the WebP lacks its transparency");
      }
      GifFile.Frame size = size(pixels);
      if (frame == null) {
        frame = size;
        if (width != 0 && (width != size.width() || height != size.height())) {
          throw new ImageException(
              Kind.CORRUPT, "WebP with a picture of another size than its canvas");
        }
      } else if (frame.width() != size.width() || frame.height() != size.height()) {
        throw new ImageException(Kind.CORRUPT, "WebP with a frame of contradicting sizes");
      }
      if (width == 0) {
        width = size.width();
        height = size.height();
      }
      if (frame.left() + frame.width() > width || frame.top() + frame.height() > height) {
        throw new ImageException(Kind.CORRUPT, "WebP with a frame larger than its canvas");
      }
      return new WebpFile(bytes, width, height, orientation, frame, alpha, pixels);
    }

    private void chunks(int from, int end) throws ImageException {
      int at = from;
      while (end - at >= 8) {
        int name = i32be(bytes, at);
        int length = i32le(bytes, at + 4);
        at += 8;
        boolean fits = length >= 0 && length <= end - at;
        if (!fits) {
          throw new ImageException(Kind.TRUNCATED, "the WebP lacks a part of its picture");
        }
        chunk(new Chunk(name, at, at + length), length);
        at += length + length % 2;
      }
    }

    private void chunk(Chunk chunk, int length) throws ImageException {
      int from = chunk.from();
      if (chunk.name() == VP8X && length >= 10) {
        width = u24le(bytes, from + 4) + 1;
        height = u24le(bytes, from + 7) + 1;
      } else if (chunk.name() == EXIF) {
        boolean prefixed = length > 6 && i32be(bytes, from) == 0x45786966;
        orientation =
            TiffDirectory.orientation(
                Arrays.copyOfRange(bytes, from + (prefixed ? 6 : 0), chunk.to()));
      } else if (pixels != null) {
        return; // Only the first frame counts.
      } else if (chunk.name() == ALPH) {
        alpha = chunk;
      } else if (chunk.name() == VP8 || chunk.name() == VP8L) {
        pixels = chunk;
      } else if (chunk.name() == ANMF && length > 16) {
        frame =
            new GifFile.Frame(
                2 * u24le(bytes, from),
                2 * u24le(bytes, from + 3),
                u24le(bytes, from + 6) + 1,
                u24le(bytes, from + 9) + 1);
        chunks(from + 16, chunk.to());
      }
    }

    private GifFile.Frame size(Chunk chunk) throws ImageException {
      int from = chunk.from();
      if (length(chunk) < (chunk.name() == VP8L ? LOSSLESS_HEAD : LOSSY_HEAD)) {
        throw new ImageException(Kind.CORRUPT, "WebP with too little data");
      }
      if (chunk.name() == VP8L) {
        int bits = i32le(bytes, from + 1);
        if (u8(bytes, from) != 0x2f || bits >>> 29 != 0) {
          throw new ImageException(Kind.CORRUPT, "damaged WebP: no lossless picture");
        }
        return new GifFile.Frame(0, 0, (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
      }
      if ((bytes[from] & 1) != 0 || i32be(bytes, from + 2) << 8 >>> 8 != 0x9d012a) {
        throw new ImageException(Kind.CORRUPT, "damaged WebP: no key frame");
      }
      return new GifFile.Frame(
          0, 0, u16le(bytes, from + 6) & 0x3fff, u16le(bytes, from + 8) & 0x3fff);
    }
  }
}
