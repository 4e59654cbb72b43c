package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Orientation;

/** Chooses how the rows of an image are decoded. */
final class PixelRowsOpener {
  private PixelRowsOpener() {}

  static ImageSize size(byte[] encoded, BandChoice bands, long maxPixels) throws ImageException {
    try (ImageDecoder decoder = new ImageDecoder(maxPixels)) {
      ImageFormat format = ImageFormat.of(encoded);
      if (format == ImageFormat.TIFF && !bands.isAsDeclared()) {
        return ImageDecoder.guarded(format, () -> BandRows.size(encoded, bands, decoder));
      }
      ImageFile file = decoder.open(encoded, (width, height) -> 1).file();
      return upright(file.width(), file.height(), file.orientation());
    }
  }

  static ImageSize upright(int width, int height, Orientation orientation) {
    return orientation.swapsAxes() ? new ImageSize(height, width) : new ImageSize(width, height);
  }

  static PixelRows open(byte[] encoded, BandChoice bands, long maxPixels) throws ImageException {
    try (ImageDecoder decoder = new ImageDecoder(maxPixels)) {
      ImageFormat format = ImageFormat.of(encoded);
      if (format == ImageFormat.TIFF && !bands.isAsDeclared()) {
        return ImageDecoder.guarded(format, () -> BandRows.open(encoded, bands, decoder));
      }
      ImageDecoder.Opened opened = decoder.open(encoded, (width, height) -> 1);
      if (opened.file().orientation() == Orientation.UPRIGHT) {
        if (opened.file() instanceof TiffFile tiff && tiff.isPlain() && !tiff.isShredded()) {
          return new TiffPixelRows(tiff);
        }
        if (opened.file() instanceof PngFile png && !png.interlaced()) {
          return new PngPixelRows(png);
        }
        if (opened.file() instanceof JpegFile jpeg && !jpeg.progressive()) {
          return new JpegPixelRows(jpeg);
        }
      }
      return PixelRows.of(opened.decode());
    }
  }
}
