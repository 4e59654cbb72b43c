package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;

/**
 * TIFF of all depths up to 16 bits, in strips or tiles, plain or packed. Written here because the
 * library takes whatever follows the colours for their opacity, passes over missing pixels and
 * refuses many a sound fax; what is not read here ({@link TiffFile#isPlain}) is the library's.
 */
final class TiffCodec implements ImageCodec {
  private static final int JPEG_TABLES = 347;

  private final LibraryCodec library = new LibraryCodec("com.sun.imageio.plugins.tiff.");
  private final JpegCodec jpegs = new JpegCodec();

  @Override
  public long heapBytes(ImageFile file, int reduction) {
    TiffFile tiff = (TiffFile) file;
    if (!tiff.isPlain()) {
      return library.heapBytes(file, reduction);
    }
    TiffParts parts = tiff.parts();
    boolean fax = tiff.compression().isFax();
    long rows = tiff.compression() == TiffCompression.JPEG ? 2L * parts.height() : fax ? 64 : 1;
    long unpacked =
        rows * tiff.samples().layout().rowBytes(parts.width()) * tiff.samples().planesUsed();
    long reversed = tiff.samples().layout().reversed() ? parts.longest() : 0;
    return RGB * file.width() * file.height() + unpacked + reversed;
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    TiffFile tiff = (TiffFile) file;
    if (!tiff.isPlain()) {
      return library.decode(file);
    }
    TiffParts parts = tiff.parts();
    if (tiff.samples().layout().rowBytes(parts.width()) > Integer.MAX_VALUE - 8L) {
      throw new ImageException(Kind.TOO_LARGE, "a row of the TIFF does not fit into one array");
    }
    byte[] rgb = new byte[tiff.width() * tiff.height() * 3];
    TiffPixels pixels = new TiffPixels(tiff.samples());
    byte[][] rows =
        new byte[tiff.samples().planesUsed()]
            [(int) tiff.samples().layout().rowBytes(parts.width())];
    for (int y = 0; y < parts.down(); y++) {
      for (int x = 0; x < parts.across(); x++) {
        write(tiff, y * parts.across() + x, rows, pixels, rgb);
      }
    }
    return new RgbImage(tiff.width(), tiff.height(), rgb);
  }

  /** Writes one part of all planes to where it belongs. */
  private void write(TiffFile tiff, int part, byte[][] rows, TiffPixels pixels, byte[] rgb)
      throws ImageException {
    TiffParts parts = tiff.parts();
    int left = part % parts.across() * parts.width();
    int top = part / parts.across() * parts.height();
    int width = Math.min(parts.width(), tiff.width() - left);
    int height = Math.min(parts.height(), tiff.height() - top);
    TiffRows[] planes = new TiffRows[rows.length];
    try {
      for (int i = 0; i < planes.length; i++) {
        planes[i] = rows(tiff, part + i * parts.across() * parts.down(), height);
      }
      int lines = tiff.samples().layout().cell().height();
      for (int y = 0; y < height; y++) {
        for (int i = 0; i < planes.length && y % lines == 0; i++) {
          planes[i].read(rows[i]);
          pixels.restore(rows[i]);
        }
        pixels.write(rows, y % lines, width, rgb, ((top + y) * tiff.width() + left) * 3);
      }
      for (int i = 0; i < planes.length; i++) {
        planes[i].check((long) (parts.height() - height) * rows[i].length);
      }
    } finally {
      for (TiffRows plane : planes) {
        if (plane != null) {
          plane.close();
        }
      }
    }
  }

  private TiffRows rows(TiffFile tiff, int part, int height) throws ImageException {
    byte[] bytes = tiff.bytes();
    int from = (int) tiff.parts().offsets()[part];
    int end = tiff.parts().end(part, bytes);
    if (tiff.compression() == TiffCompression.JPEG) {
      byte[] unpacked = jpeg(tiff, from, end, height);
      return new TiffRows.Plain(unpacked, 0, unpacked.length);
    }
    if (tiff.samples().layout().reversed()) {
      bytes = Arrays.copyOfRange(bytes, from, end);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
      }
      end -= from;
      from = 0;
    }
    return switch (tiff.compression()) {
      case LZW -> new TiffRows.Lzw(bytes, from, end, tiff.isOldLzw());
      case DEFLATE -> new TiffRows.Deflated(bytes, from, end);
      case PACK_BITS -> new TiffRows.Packed(bytes, from, end);
      case FAX_BYTES, FAX_WORDS, FAX_3, FAX_4 ->
          new TiffFax(
              bytes, from, end, tiff.compression(), tiff.isMixedFax(), tiff.parts().width());
      default -> new TiffRows.Plain(bytes, from, end);
    };
  }

  /** The samples of a part that is a JPEG, whose tables may stand in the directory. */
  private byte[] jpeg(TiffFile tiff, int from, int end, int height) throws ImageException {
    byte[] tables = tiff.page().content(JPEG_TABLES);
    boolean apart = tables.length > 4 && end - from > 2;
    byte[] file =
        apart ? Arrays.copyOf(tables, tables.length - 4 + end - from) : new byte[end - from];
    // Without the tables' end marker and the part's start marker.
    int skipped = apart ? 2 : 0;
    System.arraycopy(
        tiff.bytes(), from + skipped, file, apart ? tables.length - 2 : 0, end - from - skipped);
    if (file.length < 2 || u8(file, 0) != 0xff || u8(file, 1) != 0xd8) {
      throw new ImageException(Kind.CORRUPT, "damaged TIFF: a part of it is no JPEG");
    }
    JpegFile jpeg = JpegFile.parse(file);
    TiffParts parts = tiff.parts();
    if (tiff.samples().layout().planar() && jpeg.width() < parts.width()) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of planes of a lower resolution");
    }
    if (jpeg.width() != parts.width()
        || jpeg.height() > parts.height()
        || jpeg.components() != tiff.samples().layout().inPart()) {
      throw new ImageException(
          Kind.CORRUPT, "damaged TIFF: a JPEG in it has another size or other components");
    }
    if (jpeg.height() < height) {
      throw TiffRows.truncated();
    }
    return jpegs.samples(jpeg);
  }
}
