package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.preprocess.Resizing.Fit;
import io.github.resnet50.image.preprocess.Resizing.Size;
import java.util.Locale;

/** How an image of another shape becomes the model's input; named as in timm. */
public enum CropMode {
  /** The aspect is kept and the middle is cut out: the ends of a long image are lost. */
  CENTER,
  /** The aspect is not kept: the whole image is resized to the shape. */
  SQUASH,
  /** The aspect is kept and the whole image is shown, with bars of the mean beside it. */
  BORDER;

  /** The share of a side that the crop has where nothing else is said. */
  public static final double USUAL_PCT = 0.875;

  /** With less, hardly anything of an image would be seen. */
  public static final double LEAST_PCT = 0.1;

  /**
   * The resizing for a model's size.
   *
   * @param cropPct the share of each side of the resized image that the crop has, {@link
   *     #LEAST_PCT} to 1
   */
  public Resizing resizing(int width, int height, double cropPct, Interpolation interpolation) {
    Size size = new Size(scaled(width, cropPct), scaled(height, cropPct));
    return switch (this) {
      case CENTER ->
          width == height
              ? new Resizing(null, Fit.FILL, size.width(), true, interpolation)
              : new Resizing(size, Fit.COVER, 0, true, interpolation);
      case SQUASH -> new Resizing(size, Fit.FILL, 0, true, interpolation);
      case BORDER -> new Resizing(size, Fit.CONTAIN, 0, true, interpolation);
    };
  }

  private static int scaled(int side, double cropPct) {
    return (int) Math.floor(side / cropPct);
  }

  /** The largest share with which a side becomes at least that long before the crop. */
  public static double pct(int side, int scaled) {
    double pct = (double) side / scaled;
    while (scaled(side, pct) < scaled) { // the quotient was rounded up
      pct = Math.nextDown(pct);
    }
    return pct;
  }

  /** As keys and options have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
