package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

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
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffPartReader(
    byte[] bytes,
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
    byte[] data = bytes;
    int from = (int) parts.offsets()[part];
    int end = parts.end(part, bytes);
    if (compression == TiffCompression.JPEG) {
      byte[] unpacked = jpeg(from, end, height);
      return new TiffRows.Plain(unpacked, 0, unpacked.length);
    }
    if (layout.reversed()) {
      data = Arrays.copyOfRange(bytes, from, end);
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) (Integer.reverse(data[i]) >>> 24);
      }
      end -= from;
      from = 0;
    }
    return switch (compression) {
      case LZW -> new TiffRows.Lzw(data, from, end, isOldLzw());
      case DEFLATE -> new TiffRows.Deflated(data, from, end);
      case PACK_BITS -> new TiffRows.Packed(data, from, end);
      case FAX_BYTES, FAX_WORDS, FAX_3, FAX_4 ->
          new TiffFax(data, from, end, compression, isMixedFax(), parts.width());
      default -> new TiffRows.Plain(data, from, end);
    };
  }

  /** Whether each line of a fax says if it is coded by itself or by the one above. */
  private boolean isMixedFax() {
    return (page.number(FAX_OPTIONS, 0) & 1) != 0;
  }

  /** Whether the compressed codes are those of the first LZW, lowest bit first. */
  private boolean isOldLzw() {
    int at = (int) Math.min(parts.offsets()[0], bytes.length);
    return at + 1 < bytes.length && bytes[at] == 0 && (u8(bytes, at + 1) & 1) != 0;
  }

  /** The samples of a part that is a JPEG, whose tables may stand in the directory. */
  private byte[] jpeg(int from, int end, int height) throws ImageException {
    byte[] tables = page.content(JPEG_TABLES);
    boolean apart = tables.length > 4 && end - from > 2;
    byte[] file =
        apart ? Arrays.copyOf(tables, tables.length - 4 + end - from) : new byte[end - from];
    // Without the tables' end marker and the part's start marker.
    int skipped = apart ? 2 : 0;
    System.arraycopy(
        bytes, from + skipped, file, apart ? tables.length - 2 : 0, end - from - skipped);
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
