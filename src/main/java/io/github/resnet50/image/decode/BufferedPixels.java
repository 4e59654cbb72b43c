package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * The pixels of a {@link BufferedImage} as RGB bytes, transparency blended over white. Gray, RGB
 * and CMYK samples are taken as stored, whatever profile their colour model carries; of 16 bits the
 * upper 8. CMYK is {@code R = (255 - C)(255 - K) / 255}, as in Pillow.
 */
final class BufferedPixels {
  private BufferedPixels() {}

  static byte[] toRgb(BufferedImage image) throws ImageException {
    ColorModel model = image.getColorModel();
    if (!(model instanceof ComponentColorModel)) {
      return converted(image);
    }
    int type = model.getTransferType();
    if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
      throw new ImageException(Kind.UNSUPPORTED, "samples of more than 16 bits or with fractions");
    }
    int bits = model.getComponentSize(0);
    return switch (model.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> samples(image.getRaster(), model, bits, 0);
      case ColorSpace.TYPE_RGB -> samples(image.getRaster(), model, bits, 1);
      case ColorSpace.TYPE_CMYK -> inks(image.getRaster(), model, bits);
      default -> converted(image);
    };
  }

  /** Palettes and packed pixels: through the colour model, a row at a time. */
  private static byte[] converted(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[width * image.getHeight() * 3];
    int[] row = new int[width];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        rgb[out++] = (byte) Levels.overWhite((argb >> 16) & 0xff, alpha);
        rgb[out++] = (byte) Levels.overWhite((argb >> 8) & 0xff, alpha);
        rgb[out++] = (byte) Levels.overWhite(argb & 0xff, alpha);
      }
    }
    return rgb;
  }

  /**
   * Gray or RGB, with or without alpha.
   *
   * @param step bands from one colour to the next: 0 for gray
   */
  private static byte[] samples(Raster raster, ColorModel model, int bits, int step) {
    int bands = raster.getNumBands();
    int alphaBand = model.hasAlpha() ? bands - 1 : -1;
    boolean premultiplied = model.isAlphaPremultiplied();
    int shift = Math.max(0, bits - 8);
    byte[] rgb = new byte[raster.getWidth() * raster.getHeight() * 3];
    int[] row = new int[raster.getWidth() * bands];
    int out = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int in = 0; in < row.length; in += bands) {
        int alpha = alphaBand < 0 ? 255 : row[in + alphaBand] >> shift;
        for (int color = 0; color < 3; color++) {
          int level = row[in + color * step] >> shift;
          rgb[out++] = (byte) Levels.overWhite(level, alpha, premultiplied);
        }
      }
    }
    return rgb;
  }

  private static byte[] inks(Raster raster, ColorModel model, int bits) {
    int bands = raster.getNumBands();
    int shift = Math.max(0, bits - 8);
    byte[] rgb = new byte[raster.getWidth() * raster.getHeight() * 3];
    int[] row = new int[raster.getWidth() * bands];
    int out = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int in = 0; in < row.length; in += bands) {
        int alpha = model.hasAlpha() ? row[in + bands - 1] >> shift : 255;
        int paper = 255 - (row[in + 3] >> shift);
        for (int ink = 0; ink < 3; ink++) {
          int level = Levels.product(255 - (row[in + ink] >> shift), paper);
          rgb[out++] = (byte) Levels.overWhite(level, alpha);
        }
      }
    }
    return rgb;
  }
}
