package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32be;
import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageBytes.Piece;
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
 * @param bytes the file; closed by whoever has opened it
 * @param depth bits a sample: 1, 2, 4, 8 or 16
 * @param color the colour type: 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha
 * @param palette RGB triples, empty without a palette
 * @param transparency the content of the tRNS chunk, empty without one
 * @param data where the compressed pixels lie in the file
 * @param whole whether the chunks are all there to the end of the picture's data
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PngFile(
    ImageBytes bytes,
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

  /** A part of the compressed pixels: those bytes of the file. */
  record Data(long from, long to) {}

  private static final byte[] SIGNATURE =
      "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final int HEADER = 33; // signature and first chunk
  private static final int CHUNK_HEADER = 8;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;
  private static final int CGBI = 0x43674249;

  static PngFile parse(ImageBytes bytes) throws ImageException {
    if (bytes.length() < HEADER) {
      throw new ImageException(Kind.TRUNCATED, "the file ends within the PNG header");
    }
    byte[] head = bytes.copy(0, HEADER);
    if (!Arrays.equals(head, 0, 8, SIGNATURE, 0, 8)) {
      throw new ImageException(
          Kind.CORRUPT, "damaged PNG signature, as by a transfer that converts line ends");
    }
    if (i32be(head, 12) == CGBI) {
      throw new ImageException(Kind.UNSUPPORTED, "PNG in Apple's variant for iOS applications");
    }
    if (i32be(head, 8) != 13 || i32be(head, 12) != IHDR) {
      throw new ImageException(Kind.CORRUPT, "PNG without a header");
    }
    checkCrc(bytes, 16, 29);
    int depth = u8(head, 24);
    int color = u8(head, 25);
    int interlace = u8(head, 28);
    if (!isAllowed(depth, color) || head[26] != 0 || head[27] != 0 || interlace > 1) {
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
    long at = HEADER;
    while (!whole && bytes.length() - at >= CHUNK_HEADER) {
      byte[] chunk = bytes.copy(at, CHUNK_HEADER);
      int length = i32be(chunk, 0);
      int type = i32be(chunk, 4);
      long from = at + CHUNK_HEADER;
      boolean fits = length >= 0 && length <= bytes.length() - from - 4;
      long to = fits ? from + length : bytes.length();
      if (fits && type != IEND) {
        checkCrc(bytes, from, to);
      }
      if (type == IDAT) {
        if (!data.isEmpty() && before != IDAT) {
          throw new ImageException(Kind.CORRUPT, "PNG whose pixels are interrupted");
        }
        data.add(new Data(from, to));
      } else if (fits && type == PLTE) {
        palette = bytes.copy(from, length);
      } else if (fits && type == TRNS) {
        transparency = bytes.copy(from, length);
      } else if (fits && type == EXIF) {
        orientation = TiffDirectory.orientation(bytes.copy(from, length));
      }
      whole = fits && type == IEND;
      before = type;
      at = fits ? to + 4 : bytes.length();
    }
    return new PngFile(
        bytes,
        i32be(head, 16),
        i32be(head, 20),
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

  private static void checkCrc(ImageBytes bytes, long from, long to) throws ImageException {
    CRC32 crc = new CRC32();
    for (long at = from - 4; at < to; ) {
      Piece piece = bytes.piece(at, to);
      crc.update(piece.bytes(), piece.from(), piece.length());
      at += piece.length();
    }
    if ((int) crc.getValue() != i32be(bytes.copy(to, 4), 0)) {
      throw new ImageException(
          Kind.CORRUPT,
          "wrong checksum of the PNG's %s chunk"
              .formatted(new String(bytes.copy(from - 4, 4), StandardCharsets.ISO_8859_1)));
    }
  }
}
