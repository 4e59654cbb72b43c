package io.github.resnet50.image;

/**
 * Pixels in memory.
 *
 * @param width pixels a row
 * @param height rows
 * @param rgb {@code height × width × 3} bytes, row by row, red first, 0..255, no padding; owned by
 *     the record and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RgbImage(int width, int height, byte[] rgb) {
  public RgbImage {
    if (width < 1
        || height < 1
        || rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
      throw new IllegalArgumentException(width + "x" + height + " does not fit " + rgb.length);
    }
  }
}
