package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import java.util.stream.IntStream;

/** The rows of a TIFF whose numbers are its colours. */
final class TiffPixelRows implements PixelRows {
  private final TiffFile tiff;
  private final TiffPixels pixels;
  private final TiffScan scan;

  TiffPixelRows(TiffFile tiff) throws ImageException {
    this.tiff = tiff;
    this.pixels = new TiffPixels(tiff.samples());
    int[] planes = IntStream.range(0, tiff.samples().planesUsed()).toArray();
    this.scan = new TiffScan(tiff.reader(), tiff.width(), tiff.height(), planes);
  }

  @Override
  public int width() {
    return tiff.width();
  }

  @Override
  public int height() {
    return tiff.height();
  }

  @Override
  public void next(byte[] rgb, int out) throws ImageException {
    scan.next(
        (planes, line, left, width) -> pixels.write(planes, line, width, rgb, out + 3 * left));
  }

  @Override
  public void close() {
    scan.close();
  }
}
