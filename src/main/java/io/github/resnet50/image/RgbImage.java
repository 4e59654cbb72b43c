package io.github.resnet50.image;

/**
 * Pixels in memory.
 *
 * @param width pixels a row
 * @param height rows
 * @param rgb {@code height × width × 3} bytes, row by row, red first, 0..255, no padding; owned by
 *     whoever holds the record and never changed once it is made
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are compared by nobody
public record RgbImage(int width, int height, byte[] rgb) {
  public RgbImage {
    if (width < 1
        || height < 1
        || rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
      throw new IllegalArgumentException(width + "x" + height + " does not fit " + rgb.length);
    }
  }
}
