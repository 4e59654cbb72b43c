package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.preprocess.Resizing.Fit;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the model's input lies in the upright image: resize that to {@code targetWidth ×
 * targetHeight}, then take the box at {@code left}, {@code top}, of the model's size; negative
 * where the box begins before the target. In 64 bits, since a very long and thin image has a very
 * long target.
 */
record Geometry(long targetWidth, long targetHeight, long left, long top) {
  /** The largest factor by which libjpeg's inverse transform can reduce a block of 8 × 8. */
  private static final int MAX_REDUCTION = 8;

  /**
   * How many times the target's size a reduced image must have at least, so that enough detail is
   * left for the antialiased resampling that follows. Measured on photographs, levels of the target
   * are off by 2.5 on average and by 82 at most where this is 1, by 1.3 and 33 at 1.5, 0.9 and 17
   * at 2, 0.6 and 12 at 2.5, 0.5 and 11 at 3. With 2.5 a photograph of 12 megapixels still comes at
   * a quarter for the usual short side of 256.
   */
  private static final double SPARE = 2.5;

  /**
   * The steps in the order of DJL's translator, with torchvision's and timm's rounding: {@code
   * resize}, then {@code resizeShort}, then {@code centerCrop}. All steps are done in one
   * resampling of the stored pixels.
   *
   * <p>An image smaller than the box to be cut is enlarged, keeping its aspect, until it covers the
   * box, unless bars are wanted: torchvision would add black ones, which no network was trained on.
   * Without {@code centerCrop}, the result is resized to the model's size, not keeping its aspect.
   *
   * @param width columns of the upright image
   * @param height rows of the upright image
   */
  static Geometry of(Preprocessing steps, int width, int height) {
    Resizing resizing = steps.resizing();
    if (!resizing.centerCrop()) {
      return new Geometry(steps.width(), steps.height(), 0, 0);
    }
    long w = width;
    long h = height;
    if (resizing.resize() != null) {
      double ratio = ratio(resizing, width, height);
      boolean fills = Double.isNaN(ratio);
      w = fills ? resizing.resize().width() : Math.max(1, (long) Math.rint(width / ratio));
      h = fills ? resizing.resize().height() : Math.max(1, (long) Math.rint(height / ratio));
    }
    if (resizing.resizeShort() > 0) {
      long side = resizing.resizeShort();
      long longSide = side * Math.max(w, h) / Math.min(w, h);
      boolean wide = w > h;
      w = wide ? longSide : side;
      h = wide ? side : longSide;
    }
    if (resizing.fit() != Fit.CONTAIN && (w < steps.width() || h < steps.height())) {
      if (steps.width() * h >= steps.height() * w) {
        h = Math.max(steps.height(), h * steps.width() / w);
        w = steps.width();
      } else {
        w = Math.max(steps.width(), w * steps.height() / h);
        h = steps.height();
      }
    }
    return new Geometry(w, h, offset(w - steps.width()), offset(h - steps.height()));
  }

  /**
   * By how much the image may be reduced while it is decoded: the largest of 1, 2, 4 and 8 for
   * which it still has {@link #SPARE} times the target's width and height.
   *
   * @param width columns of the upright image
   * @param height rows of the upright image
   */
  int reduction(int width, int height) {
    int reduction = MAX_REDUCTION;
    while (reduction > 1
        && (DecodedImage.reduced(width, reduction) < SPARE * targetWidth
            || DecodedImage.reduced(height, reduction) < SPARE * targetHeight)) {
      reduction /= 2;
    }
    return reduction;
  }

  /**
   * This box, and those in the corners of the target. Where the box is longer than the target, it
   * stays in the middle.
   */
  List<Geometry> withCorners(int width, int height) {
    List<Geometry> boxes = new ArrayList<>(List.of(this));
    for (long y : new long[] {0, targetHeight - height}) {
      for (long x : new long[] {0, targetWidth - width}) {
        boxes.add(
            new Geometry(
                targetWidth,
                targetHeight,
                targetWidth < width ? left : x,
                targetHeight < height ? top : y));
      }
    }
    return boxes;
  }

  /** By what both sides are divided; not a number where each comes to its own length. */
  private static double ratio(Resizing resizing, int width, int height) {
    double across = (double) width / resizing.resize().width();
    double down = (double) height / resizing.resize().height();
    return switch (resizing.fit()) {
      case FILL -> Double.NaN;
      case COVER -> Math.min(across, down);
      case CONTAIN -> Math.max(across, down);
    };
  }

  /**
   * Half of what is cut off; halves are rounded to even, as Python's {@code round} does. Half of
   * what is added, the smaller one first, where it is negative.
   */
  private static long offset(long surplus) {
    return surplus < 0 ? -(-surplus / 2) : (long) Math.rint(surplus / 2.0);
  }
}
