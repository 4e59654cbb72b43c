package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;

/**
 * The rows of a baseline JPEG, in bands. The decoder begins with the first row for each: so a band
 * is as high as a bounded number of bytes lets it be.
 */
final class JpegPixelRows implements PixelRows {
  private static final int BAND_BYTES = 64 << 20;

  private final JpegFile jpeg;
  private final JpegCodec codec = new JpegCodec();
  private final int bandHeight;
  private byte[] band = {};
  private int y;

  JpegPixelRows(JpegFile jpeg) {
    this.jpeg = jpeg;
    int rowBytes = Math.max(3, jpeg.components()) * jpeg.width();
    this.bandHeight = Math.max(1, Math.min(jpeg.height(), BAND_BYTES / rowBytes));
  }

  @Override
  public int width() {
    return jpeg.width();
  }

  @Override
  public int height() {
    return jpeg.height();
  }

  @Override
  public void next(byte[] rgb, int out) throws ImageException {
    int inBand = y % bandHeight;
    if (inBand == 0) {
      band = null; // not both at once
      int height = Math.min(bandHeight, jpeg.height() - y);
      band = JpegColors.toRgb(jpeg, codec.samples(jpeg, y, height), jpeg.width() * height);
    }
    System.arraycopy(band, 3 * inBand * jpeg.width(), rgb, out, 3 * jpeg.width());
    y++;
  }
}
