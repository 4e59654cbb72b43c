package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32le;
import static io.github.resnet50.image.decode.Bytes.u16le;
import static io.github.resnet50.image.decode.Bytes.u8;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * A Windows or OS/2 bitmap whose headers have been read.
 *
 * @param bytes the file
 * @param compressed whether rows are stored as runs
 * @param missing bytes that the picture needs and the file lacks; of a compressed one, pixels
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record BmpFile(byte[] bytes, int width, int height, boolean compressed, long missing)
    implements LibraryFile {
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int FILE_SIZE = 2;
  private static final int DATA_SIZE = 34;
  private static final int END_OF_ROW = 0;
  private static final int END = 1;
  private static final int MOVE = 2;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int JPEG = 4;
  private static final int PNG = 5;

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  @Override
  public ImageInputStream picture() throws ImageException {
    if (missing > 0) {
      throw new ImageException(Kind.TRUNCATED, "the BMP lacks a part of its picture");
    }
    return new ByteArrayImageInputStream(compressed ? ended() : bytes);
  }

  /** With a mark of the end, for the library leaves out a last row that has none. */
  private byte[] ended() {
    byte[] file = Arrays.copyOf(bytes, bytes.length + 2);
    file[file.length - 1] = END;
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(FILE_SIZE, file.length).putInt(DATA_SIZE, 0);
    return file;
  }

  static BmpFile parse(byte[] bytes) throws ImageException {
    if (bytes.length < 26 || bytes.length < 14 + (bytes[14] & 0xff)) {
      throw new ImageException(Kind.TRUNCATED, "the file ends within the BMP header");
    }
    int header = i32le(bytes, 14);
    if ((header != CORE_HEADER && header < 16) || header > 255) {
      throw new ImageException(Kind.CORRUPT, "BMP with an impossible header");
    }
    boolean core = header == CORE_HEADER;
    int width = core ? u16le(bytes, 18) : i32le(bytes, 18);
    // Negative where the rows are stored from the top.
    int height = core ? u16le(bytes, 20) : Math.abs(Math.max(i32le(bytes, 22), -Integer.MAX_VALUE));
    int depth = u16le(bytes, core ? 24 : 28);
    int compression = header >= INFO_HEADER ? i32le(bytes, 30) : 0;
    switch (depth) {
      case 1, 2, 4, 8, 16, 24, 32 -> {}
      default -> throw new ImageException(Kind.CORRUPT, "BMP of " + depth + " bits a pixel");
    }
    if (compression == JPEG || compression == PNG) {
      throw new ImageException(Kind.UNSUPPORTED, "BMP that holds a JPEG or PNG for a printer");
    }
    long missing = 0;
    boolean packed = compression == RLE8 || compression == RLE4;
    if (packed) {
      missing = missingPixels(bytes, width, height, compression == RLE4);
    } else {
      long stride = ((long) Math.max(0, width) * depth + 31) / 32 * 4;
      missing = Math.max(0, i32le(bytes, 10) + stride * height - bytes.length);
    }
    return new BmpFile(bytes, width, height, packed, missing);
  }

  /** Follows the codes of a compressed picture to its end, or to that of the file. */
  private static long missingPixels(byte[] bytes, int width, int height, boolean four) {
    int at = i32le(bytes, 10);
    long x = 0;
    long y = 0;
    while (at >= 0 && at + 1 < bytes.length && y < height) {
      int count = u8(bytes, at);
      int code = u8(bytes, at + 1);
      at += 2;
      if (count > 0) {
        x += count;
      } else if (code == END_OF_ROW) {
        x = 0;
        y++;
      } else if (code == END) {
        break;
      } else if (code == MOVE && at + 1 < bytes.length) {
        x += u8(bytes, at);
        y += u8(bytes, at + 1);
        at += 2;
      } else {
        x += code;
        int content = four ? (code + 1) / 2 : code;
        at += content + content % 2;
      }
    }
    return Math.max(0, (height - y) * width - x);
  }
}
