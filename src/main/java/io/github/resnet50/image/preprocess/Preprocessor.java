package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.RgbImage;
import java.util.List;
import java.util.Objects;

/**
 * Resizes and crops decoded images to the model's size, antialiased, and turns them upright.
 * Channels stay red, green, blue; scaling, normalising and the model's channel order are applied
 * where the tensor is filled. Stateless: may be used by any number of threads.
 */
public final class Preprocessor {
  private final Preprocessing steps;

  public Preprocessor(Preprocessing steps) {
    this.steps = Objects.requireNonNull(steps);
  }

  /**
   * The model's input for an image, {@link Preprocessing#width()} × {@link Preprocessing#height()}.
   *
   * <p>The image is turned last, when it is small: the box is computed in the upright image, mapped
   * to the stored one and cut there. (Rows are then reduced before columns where an upright image
   * would be reduced in the other order; that can change a level by one.)
   */
  public RgbImage apply(DecodedImage image) {
    return cut(image, Geometry.of(steps, image.width(), image.height()));
  }

  /**
   * The parts of an image that the model sees, the middle first and then, where more are wanted,
   * the corners of the resized image.
   */
  public List<RgbImage> crops(DecodedImage image) {
    Geometry middle = Geometry.of(steps, image.width(), image.height());
    return steps.views().crops() == 1
        ? List.of(cut(image, middle))
        : middle.withCorners(steps.width(), steps.height()).stream()
            .map(box -> cut(image, box))
            .toList();
  }

  private RgbImage cut(DecodedImage image, Geometry box) {
    Orientation turn = image.orientation();
    boolean swap = turn.swapsAxes();
    long targetWidth = swap ? box.targetHeight() : box.targetWidth();
    long targetHeight = swap ? box.targetWidth() : box.targetHeight();
    int width = swap ? steps.height() : steps.width();
    int height = swap ? steps.width() : steps.height();
    long left = swap ? box.top() : box.left();
    long top = swap ? box.left() : box.top();
    if (turn.mirrorsX()) {
      left = targetWidth - width - left;
    }
    if (turn.mirrorsY()) {
      top = targetHeight - height - top;
    }
    Resampler.Grid columns =
        Resampler.Grid.of(extent(image.storedWidth(), image), targetWidth, left, width);
    Resampler.Grid rows =
        Resampler.Grid.of(extent(image.storedHeight(), image), targetHeight, top, height);
    RgbImage shown =
        Resampler.resize(image.pixels(), steps.resizing().interpolation(), columns, rows);
    boolean whole = shown.width() == width && shown.height() == height;
    return turn.apply(whole ? shown : withBars(shown, -left, -top, width, height));
  }

  /** The picture on a larger one of a single colour: what the model takes for its mean. */
  private RgbImage withBars(RgbImage shown, long left, long top, int width, int height) {
    byte[] colour = steps.meanColour();
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = colour[i % 3];
    }
    int at = (int) ((Math.max(0, top) * width + Math.max(0, left)) * 3);
    int row = shown.width() * 3;
    for (int y = 0; y < shown.height(); y++) {
      System.arraycopy(shown.rgb(), y * row, rgb, at + y * width * 3, row);
    }
    return new RgbImage(width, height, rgb);
  }

  /**
   * How much of a reduced image's columns or rows the picture covers: the last one may be covered
   * only in part.
   */
  private static double extent(int stored, DecodedImage image) {
    return (double) stored / image.reduction();
  }

  /**
   * By how much an image may be reduced while decoding without loss of quality in the result of
   * {@link #apply}.
   *
   * @param width columns of the upright image
   * @param height rows of the upright image
   */
  public int reduction(int width, int height) {
    return Geometry.of(steps, width, height).reduction(width, height);
  }
}
