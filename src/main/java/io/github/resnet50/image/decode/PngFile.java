package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32be;
import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A PNG whose chunks have been read (PNG specification, third edition). Of the attachments only the
 * orientation is read, and nothing is decompressed.
 *
 * @param bytes the file
 * @param depth bits a sample: 1, 2, 4, 8 or 16
 * @param color the colour type: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha
 * @param palette RGB triples, empty without a palette
 * @param transparency the content of the tRNS chunk, empty without one
 * @param data where the compressed pixels lie in the file
 * @param whole whether the chunks are all there to the end of the picture's data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PngFile(
    byte[] bytes,
    int width,
    int height,
    Orientation orientation,
    int depth,
    int color,
    boolean interlaced,
    byte[] palette,
    byte[] transparency,
    List<Data> data,
    boolean whole)
    implements ImageFile {

  /** A part of the compressed pixels: {@code bytes[from..to)}. */
  record Data(int from, int to) {}

  private static final byte[] SIGNATURE =
      "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;
  private static final int CGBI = 0x43674249;

  static PngFile parse(byte[] bytes) throws ImageException {
    if (bytes.length < 33) {
      throw new ImageException(Kind.TRUNCATED, "the file ends within the PNG header");
    }
    if (!Arrays.equals(bytes, 0, 8, SIGNATURE, 0, 8)) {
      throw new ImageException(
          Kind.CORRUPT, "damaged PNG signature, as by a transfer that converts line ends");
    }
    if (i32be(bytes, 12) == CGBI) {
      throw new ImageException(Kind.UNSUPPORTED, "PNG in Apple's variant for iOS applications");
    }
    if (i32be(bytes, 8) != 13 || i32be(bytes, 12) != IHDR) {
      throw new ImageException(Kind.CORRUPT, "PNG without a header");
    }
    checkCrc(bytes, 16, 29);
    int depth = u8(bytes, 24);
    int color = u8(bytes, 25);
    int interlace = u8(bytes, 28);
    if (!isAllowed(depth, color) || bytes[26] != 0 || bytes[27] != 0 || interlace > 1) {
      throw new ImageException(
          Kind.CORRUPT,
          "PNG header of no known kind (depth %d, colour %d)".formatted(depth, color));
    }
    byte[] palette = {};
    byte[] transparency = {};
    Orientation orientation = Orientation.UPRIGHT;
    List<Data> data = new ArrayList<>();
    boolean whole = false;
    int before = IHDR;
    int at = 33;
    while (!whole && bytes.length - at >= 8) {
      int length = i32be(bytes, at);
      int type = i32be(bytes, at + 4);
      int from = at + 8;
      boolean fits = length >= 0 && length <= bytes.length - from - 4;
      int to = fits ? from + length : bytes.length;
      if (fits && type != IEND) {
        checkCrc(bytes, from, to);
      }
      if (type == IDAT) {
        if (!data.isEmpty() && before != IDAT) {
          throw new ImageException(Kind.CORRUPT, "PNG whose pixels are interrupted");
        }
        data.add(new Data(from, to));
      } else if (fits && type == PLTE) {
        palette = Arrays.copyOfRange(bytes, from, to);
      } else if (fits && type == TRNS) {
        transparency = Arrays.copyOfRange(bytes, from, to);
      } else if (fits && type == EXIF) {
        orientation = TiffDirectory.orientation(Arrays.copyOfRange(bytes, from, to));
      }
      whole = fits && type == IEND;
      before = type;
      at = fits ? to + 4 : bytes.length;
    }
    return new PngFile(
        bytes,
        i32be(bytes, 16),
        i32be(bytes, 20),
        orientation,
        depth,
        color,
        interlace == 1,
        palette,
        transparency,
        List.copyOf(data),
        whole);
  }

  /** Samples per pixel. */
  int samples() {
    return switch (color) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  private static boolean isAllowed(int depth, int color) {
    return switch (color) {
      case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case 2, 4, 6 -> depth == 8 || depth == 16;
      default -> false;
    };
  }

  private static void checkCrc(byte[] bytes, int from, int to) throws ImageException {
    CRC32 crc = new CRC32();
    crc.update(bytes, from - 4, to - from + 4);
    if ((int) crc.getValue() != i32be(bytes, to)) {
      throw new ImageException(
          Kind.CORRUPT,
          "wrong checksum of the PNG's %s chunk"
              .formatted(new String(bytes, from - 4, 4, StandardCharsets.ISO_8859_1)));
    }
  }
}
