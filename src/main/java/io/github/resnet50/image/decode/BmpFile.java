package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32le;
import static io.github.resnet50.image.decode.Bytes.u16le;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;

/**
 * A Windows or OS/2 bitmap whose headers have been read.
 *
 * @param bytes the file
 * @param missing bytes of the picture that the file lacks, 0 for a compressed one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BmpFile(byte[] bytes, int width, int height, long missing) implements ImageFile {
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int JPEG = 4;
  private static final int PNG = 5;

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
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
    if (compression != RLE8 && compression != RLE4) {
      long stride = ((long) Math.max(0, width) * depth + 31) / 32 * 4;
      missing = Math.max(0, i32le(bytes, 10) + stride * height - bytes.length);
    }
    return new BmpFile(bytes, width, height, missing);
  }
}
