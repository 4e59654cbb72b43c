package io.github.resnet50.image;

import java.util.Objects;

/**
 * An image out of its file.
 *
 * @param pixels the pixels as they were stored, not turned yet: turning is cheaper once they are
 *     few, see {@link Preprocessor}
 * @param orientation how they must be turned
 */
public record DecodedImage(RgbImage pixels, Orientation orientation) {
  public DecodedImage {
    Objects.requireNonNull(pixels);
    Objects.requireNonNull(orientation);
  }

  /** Columns of the upright image. */
  public int width() {
    return orientation.swapsAxes() ? pixels.height() : pixels.width();
  }

  /** Rows of the upright image. */
  public int height() {
    return orientation.swapsAxes() ? pixels.width() : pixels.height();
  }
}
