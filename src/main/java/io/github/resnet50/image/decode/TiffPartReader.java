package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Arrays;

/**
 * Opens the strips or tiles of a page.
 *
 * @param bytes the file
 * @param layout how the page's numbers are stored
 * @param parts where they are
 */
record TiffPartReader(
    ImageBytes bytes,
    TiffDirectory page,
    TiffCompression compression,
    TiffLayout layout,
    TiffParts parts) {
  private static final int JPEG_TABLES = 347;
  private static final int FAX_OPTIONS = 292;
  private static final JpegCodec JPEGS = new JpegCodec();

  /**
   * The rows of a part.
   *
   * @param height how many of them belong to the picture
   */
  TiffRows rows(int part, int height) throws ImageException {
    long from = parts.offsets()[part];
    long end = parts.end(part, bytes.length());
    if (compression == TiffCompression.JPEG) {
      byte[] unpacked = jpeg(copy(from, end), height); // whose bits are never reversed
      return new TiffRows.Plain(ImageBytes.of(unpacked), 0, unpacked.length);
    }
    if (compression.isFax()) {
      return new TiffFax(content(from, end), compression, isMixedFax(), parts.width());
    }
    ImageBytes data = bytes;
    if (layout.reversed()) {
      data = ImageBytes.of(content(from, end));
      end -= from;
      from = 0;
    }
    return switch (compression) {
      case LZW -> new TiffRows.Lzw(data, from, end, isOldLzw());
      case DEFLATE -> new TiffRows.Deflated(data, from, end);
      case PACK_BITS -> new TiffRows.Packed(data, from, end);
      default -> new TiffRows.Plain(data, from, end);
    };
  }

  /** All bytes of a part, each in the order of its bits. */
  private byte[] content(long from, long end) {
    byte[] content = copy(from, end);
    for (int i = 0; i < content.length && layout.reversed(); i++) {
      content[i] = (byte) (Integer.reverse(content[i]) >>> 24);
    }
    return content;
  }

  private byte[] copy(long from, long end) {
    return bytes.copy(from, Math.toIntExact(end - from));
  }

  /** Whether each line of a fax says if it is coded by itself or by the one above. */
  private boolean isMixedFax() {
    return (page.number(FAX_OPTIONS, 0) & 1) != 0;
  }

  /** Whether the compressed codes are those of the first LZW, lowest bit first. */
  private boolean isOldLzw() {
    long at = parts.offsets()[0];
    if (at > bytes.length() - 2) {
      return false;
    }
    byte[] head = bytes.copy(at, 2);
    return head[0] == 0 && (u8(head, 1) & 1) != 0;
  }

  /** The samples of a part that is a JPEG, whose tables may stand in the directory. */
  private byte[] jpeg(byte[] part, int height) throws ImageException {
    byte[] tables = page.content(JPEG_TABLES);
    byte[] file = part;
    if (tables.length > 4 && part.length > 2) { // without the end mark and the start mark between
      file = Arrays.copyOf(tables, tables.length - 4 + part.length);
      System.arraycopy(part, 2, file, tables.length - 2, part.length - 2);
    }
    if (file.length < 2 || u8(file, 0) != 0xff || u8(file, 1) != 0xd8) {
      throw new ImageException(Kind.CORRUPT, "damaged TIFF: a part of it is no JPEG");
    }
    JpegFile jpeg = JpegFile.parse(file);
    if (layout.planar() && jpeg.width() < parts.width()) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of planes of a lower resolution");
    }
    if (jpeg.width() != parts.width()
        || jpeg.height() > parts.height()
        || jpeg.components() != layout.inPart()) {
      throw new ImageException(
          Kind.CORRUPT, "damaged TIFF: a JPEG in it has another size or other components");
    }
    if (jpeg.height() < height) {
      throw TiffRows.truncated();
    }
    return JPEGS.samples(jpeg);
  }
}
