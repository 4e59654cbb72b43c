package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.zip.DataFormatException;

/** The rows of a PNG that is not interlaced. */
final class PngPixelRows implements PixelRows {
  private final PngFile png;
  private final PngCodec.PngPixels pixels;
  private final PngRows rows;

  PngPixelRows(PngFile png) throws ImageException {
    PngCodec.check(png);
    this.png = png;
    this.pixels = new PngCodec.PngPixels(png);
    this.rows = new PngRows(png);
    rows.startPass(png.width());
  }

  @Override
  public int width() {
    return png.width();
  }

  @Override
  public int height() {
    return png.height();
  }

  @Override
  public void next(byte[] rgb, int out) throws ImageException {
    try {
      pixels.write(rows.next(), png.width(), rgb, out, 3);
    } catch (DataFormatException e) {
      throw new ImageException(Kind.CORRUPT, "damaged PNG: " + ImageDecoder.reason(e), e);
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
