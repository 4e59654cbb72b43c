package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;

/** Columns and rows of an upright image. */
public record ImageSize(int width, int height) {
  /**
   * Reads it, and no pixels.
   *
   * @param encoded the whole file
   * @param bands what of a TIFF's numbers is to be looked at
   * @param maxPixels images with more are refused
   * @throws ImageException also where the image cannot be read at all, as far as that can be told
   */
  public static ImageSize of(ImageBytes encoded, BandChoice bands, long maxPixels)
      throws ImageException {
    return PixelRowsOpener.size(encoded, bands, maxPixels);
  }
}
