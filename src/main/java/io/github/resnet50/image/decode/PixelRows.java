package io.github.resnet50.image.decode;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;

/**
 * The pixels of an image of any size, row by row from above, upright and with transparency laid
 * over white: so that memory holds as many rows as are wanted, and not all. For one thread.
 */
public interface PixelRows extends AutoCloseable {
  /** Pixels of a row. */
  int width();

  /** How many rows there are. */
  int height();

  /**
   * Writes the next row.
   *
   * @param out where its first pixel belongs
   * @throws ImageException where pixels are missing or damaged
   * @throws java.io.UncheckedIOException where the file cannot be read on
   */
  void next(byte[] rgb, int out) throws ImageException;

  /** All rows; to be called before any is taken. */
  default RgbImage all() throws ImageException {
    ImageDecoder.requireArray(width(), height());
    byte[] rgb = new byte[3 * width() * height()];
    for (int y = 0; y < height(); y++) {
      next(rgb, 3 * width() * y);
    }
    return new RgbImage(width(), height(), rgb);
  }

  @Override
  default void close() {}

  /**
   * Opens an image. TIFF and PNG without interlacing are decoded as their rows are asked for, and
   * baseline JPEG in bands of some megabytes; all others, and what has to be turned, are decoded as
   * a whole.
   *
   * @param encoded the whole file; to be closed behind the rows
   * @param bands what of a TIFF's numbers is looked at, and how
   * @param maxPixels images with more are refused
   */
  static PixelRows open(ImageBytes encoded, BandChoice bands, long maxPixels)
      throws ImageException {
    return PixelRowsOpener.open(encoded, bands, maxPixels);
  }

  /** Those of an image that is in memory as a whole. */
  static PixelRows of(DecodedImage image) {
    RgbImage upright = image.orientation().apply(image.pixels());
    return new PixelRows() {
      private int at;

      @Override
      public int width() {
        return upright.width();
      }

      @Override
      public int height() {
        return upright.height();
      }

      @Override
      public void next(byte[] rgb, int out) {
        System.arraycopy(upright.rgb(), at, rgb, out, 3 * width());
        at += 3 * width();
      }
    };
  }
}
