package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import com.sun.jna.Pointer;
import io.github.resnet50.image.RgbImage;

/**
 * Rows of 8-bit samples in memory of a native library.
 *
 * @param first where the first row begins
 * @param stride bytes from a row to the next
 * @param alpha whether each pixel has a fourth sample, its opacity
 * @param premultiplied whether the colours are multiplied by that already
 */
record NativePixels(Pointer first, long stride, boolean alpha, boolean premultiplied) {
  /** A copy, transparency laid over white. */
  RgbImage toRgb(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    if (!alpha) {
      for (int y = 0; y < height; y++) {
        first.read(y * stride, rgb, 3 * width * y, 3 * width);
      }
      return new RgbImage(width, height, rgb);
    }
    byte[] row = new byte[4 * width];
    for (int y = 0, out = 0; y < height; y++) {
      first.read(y * stride, row, 0, row.length);
      for (int in = 0; in < row.length; in += 4, out += 3) {
        int opacity = u8(row, in + 3);
        for (int i = 0; i < 3; i++) {
          rgb[out + i] = (byte) Levels.overWhite(u8(row, in + i), opacity, premultiplied);
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
