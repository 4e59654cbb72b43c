package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32be;
import static io.github.resnet50.image.decode.Bytes.i32le;
import static io.github.resnet50.image.decode.Bytes.u8;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a file has its EXIF block, which is a TIFF structure (EXIF 2.32, CIPA DC-008): an APP1
 * segment of a JPEG, a chunk of a PNG or WebP, the whole of a TIFF or of most raw pictures, an item
 * of a HEIC or AVIF. The parts before it alone are passed over, also those of a damaged file.
 */
public final class ExifBlock {
  private static final byte[] NONE = {};
  private static final int MOST_BYTES = 1 << 20;
  private static final byte[] PREFIX = "Exif\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] MARK = "Exif".getBytes(StandardCharsets.ISO_8859_1);
  private static final int PREFIX_LENGTH = 6; // another zero, or something else
  private static final int PNG_CHUNK = 0x65584966;
  private static final int WEBP_CHUNK = 0x45584946;

  private ExifBlock() {}

  /** Its bytes, from the TIFF header on; of long ones the beginning. None where there is none. */
  public static byte[] of(byte[] file) {
    ImageFormat format = ImageFormat.ofHead(file).orElse(null);
    return format == null
        ? NONE
        : switch (format) {
          case JPEG -> ofJpeg(file);
          case PNG -> ofChunks(file, 8, PNG_CHUNK, true);
          case WEBP -> ofChunks(file, 12, WEBP_CHUNK, false);
          case TIFF, RAW -> file;
          case HEIC, AVIF, JPEG_XL -> ofBoxes(file);
          default -> NONE;
        };
  }

  private static byte[] ofJpeg(byte[] file) {
    int at = JpegMarkers.nextMarker(file, 2);
    while (at >= 0) {
      int marker = u8(file, at + 1);
      int end = JpegMarkers.isAlone(marker) ? at + 2 : JpegMarkers.segmentEnd(file, at);
      if (marker == JpegMarkers.SOS || marker == JpegMarkers.EOI || end < 0) {
        return NONE;
      }
      if (marker == JpegMarkers.APP1 && isPrefixed(file, at + 4, end)) {
        return Arrays.copyOfRange(file, at + 4 + PREFIX_LENGTH, end);
      }
      at = JpegMarkers.nextMarker(file, end);
    }
    return NONE;
  }

  /** Both formats have a length and a name of four bytes each, in the one order or the other. */
  private static byte[] ofChunks(byte[] file, int first, int wanted, boolean isPng) {
    for (long at = first; at + 8 <= file.length; ) {
      int head = (int) at;
      long length = Integer.toUnsignedLong(isPng ? i32be(file, head) : i32le(file, head + 4));
      int name = i32be(file, isPng ? head + 4 : head);
      int from = head + 8;
      if (name == wanted) {
        int end = (int) Math.min(file.length, from + Math.min(length, MOST_BYTES));
        int prefix = isPrefixed(file, from, end) ? PREFIX_LENGTH : 0;
        return Arrays.copyOfRange(file, from + prefix, end);
      }
      at =
          from + length + (isPng ? 4 : length % 2); // a checksum; or it is filled to an even length
    }
    return NONE;
  }

  /** By its mark, wherever it is: in files of boxes it may be an item, or a box of its own. */
  private static byte[] ofBoxes(byte[] file) {
    for (int at = 0; at + MARK.length + 8 < file.length; at++) {
      if (Arrays.equals(file, at, at + MARK.length, MARK, 0, MARK.length)) {
        for (int from = at + PREFIX_LENGTH; from <= at + 8; from += 2) {
          if (isTiff(file, from)) {
            return Arrays.copyOfRange(file, from, Math.min(file.length, from + MOST_BYTES));
          }
        }
      }
    }
    return NONE;
  }

  private static boolean isTiff(byte[] file, int at) {
    int head = at + 4 <= file.length ? i32be(file, at) : 0;
    return head == 0x49492a00 || head == 0x4d4d002a;
  }

  private static boolean isPrefixed(byte[] file, int from, int end) {
    return end - from > PREFIX_LENGTH
        && Arrays.equals(file, from, from + PREFIX.length, PREFIX, 0, PREFIX.length);
  }
}
