package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Orientation;

/** Chooses how the rows of an image are decoded. */
final class PixelRowsOpener {
  private PixelRowsOpener() {}

  static ImageSize size(ImageBytes encoded, BandChoice bands, long maxPixels)
      throws ImageException {
    try (ImageDecoder decoder = new ImageDecoder(maxPixels)) {
      ImageFormat format = ImageDecoder.format(encoded);
      if (format == ImageFormat.TIFF && !bands.isAsDeclared()) {
        return ImageDecoder.guarded(format, () -> BandRows.size(encoded, bands, decoder));
      }
      ImageFile file = decoder.open(format, encoded, (width, height) -> 1).file();
      return upright(file.width(), file.height(), file.orientation());
    }
  }

  static ImageSize upright(int width, int height, Orientation orientation) {
    return orientation.swapsAxes() ? new ImageSize(height, width) : new ImageSize(width, height);
  }

  static PixelRows open(ImageBytes encoded, BandChoice bands, long maxPixels)
      throws ImageException {
    try (ImageDecoder decoder = new ImageDecoder(maxPixels)) {
      ImageFormat format = ImageDecoder.format(encoded);
      if (format == ImageFormat.TIFF && !bands.isAsDeclared()) {
        return ImageDecoder.guarded(format, () -> BandRows.open(encoded, bands, decoder));
      }
      ImageDecoder.Opened opened = decoder.open(format, encoded, (width, height) -> 1);
      return ImageDecoder.guarded(format, () -> open(opened));
    }
  }

  private static PixelRows open(ImageDecoder.Opened opened) throws ImageException {
    ImageFile file = opened.file();
    if (file.orientation() == Orientation.UPRIGHT) {
      if (file instanceof TiffFile tiff && tiff.isPlain() && !tiff.isShredded()) {
        return new TiffPixelRows(tiff);
      }
      if (file instanceof PngFile png && !png.interlaced()) {
        return new PngPixelRows(png);
      }
      if (file instanceof JpegFile jpeg && !jpeg.progressive()) {
        return new JpegPixelRows(jpeg);
      }
    }
    ImageDecoder.requireArray(file.width(), file.height());
    return PixelRows.of(opened.decode());
  }
}
