package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;

/**
 * TIFF of all depths up to 16 bits, in strips or tiles, plain or packed. Written here because the
 * library takes whatever follows the colours for their opacity, passes over missing pixels and
 * refuses many a sound fax; what is not read here ({@link TiffFile#isPlain}) is the library's.
 */
final class TiffCodec implements ImageCodec {
  private final LibraryCodec library = new LibraryCodec("com.sun.imageio.plugins.tiff.");

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
    boolean copied = fax || tiff.samples().layout().reversed();
    return RGB * file.width() * file.height() + unpacked + (copied ? parts.longest() : 0);
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    TiffFile tiff = (TiffFile) file;
    if (!tiff.isPlain()) {
      return library.decode(file);
    }
    TiffParts parts = tiff.parts();
    byte[][] rows = tiff.samples().layout().newRows(tiff.samples().planesUsed(), parts.width());
    byte[] rgb = new byte[tiff.width() * tiff.height() * 3];
    TiffPixels pixels = new TiffPixels(tiff.samples());
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
    TiffPartReader reader = tiff.reader();
    TiffDifferences differences = new TiffDifferences(tiff.samples().layout());
    TiffRows[] planes = new TiffRows[rows.length];
    try {
      for (int i = 0; i < planes.length; i++) {
        planes[i] = reader.rows(part + i * parts.across() * parts.down(), height);
      }
      int lines = tiff.samples().layout().cell().height();
      for (int y = 0; y < height; y++) {
        for (int i = 0; i < planes.length && y % lines == 0; i++) {
          planes[i].read(rows[i]);
          differences.restore(rows[i]);
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
}
