package io.github.resnet50.image;

import java.util.Objects;

/**
 * A decoded image. It may have fewer pixels than its file if fewer were asked for; each then stands
 * for {@code reduction × reduction} of the file's, and those of the last column and row for fewer
 * where the sizes are no multiples of that.
 *
 * @param pixels the pixels as they were stored, not turned yet: turning is cheaper once they are
 *     few
 * @param storedWidth columns of the image in its file
 * @param storedHeight rows of the image in its file
 * @param reduction 1 if {@code pixels} has all pixels of the file
 * @param orientation how they must be turned
 */
public record DecodedImage(
    RgbImage pixels, int storedWidth, int storedHeight, int reduction, Orientation orientation) {
  public DecodedImage {
    Objects.requireNonNull(orientation);
    if (pixels.width() != reduced(storedWidth, reduction)
        || pixels.height() != reduced(storedHeight, reduction)) {
      throw new IllegalArgumentException(
          "%dx%d pixels for 1/%d of %dx%d"
              .formatted(pixels.width(), pixels.height(), reduction, storedWidth, storedHeight));
    }
  }

  /** Columns or rows of a reduced image: the size divided by the reduction, rounded up. */
  public static int reduced(int size, int reduction) {
    return (size + reduction - 1) / reduction;
  }

  /** An image with all its pixels. */
  public DecodedImage(RgbImage pixels, Orientation orientation) {
    this(pixels, pixels.width(), pixels.height(), 1, orientation);
  }

  /** Columns of the upright image, as its file has them. */
  public int width() {
    return orientation.swapsAxes() ? storedHeight : storedWidth;
  }

  /** Rows of the upright image, as its file has them. */
  public int height() {
    return orientation.swapsAxes() ? storedWidth : storedHeight;
  }
}
