package io.github.resnet50.image;

/**
 * Where the model's input lies in the upright image: resize that to {@code targetWidth ×
 * targetHeight}, then take the box at {@code left}, {@code top}, of the model's size. In 64 bits,
 * since a very long and thin image has a very long target.
 */
record Geometry(long targetWidth, long targetHeight, long left, long top) {

  /**
   * The steps in the order of DJL's translator, with torchvision's rounding: {@code resize}, then
   * {@code resizeShort}, then {@code centerCrop}. All is one resampling from the stored pixels.
   *
   * <p>What is smaller than the box to be cut is enlarged, keeping its aspect, until it covers the
   * box: torchvision would put black bars around it, which no network was trained on. Without
   * {@code centerCrop}, what is not of the model's size yet is squeezed to it.
   *
   * @param width columns of the upright image
   * @param height rows of the upright image
   */
  static Geometry of(Preprocessing steps, int width, int height) {
    long w = steps.resize() == null ? width : steps.resize().width();
    long h = steps.resize() == null ? height : steps.resize().height();
    if (!steps.centerCrop()) {
      return new Geometry(steps.width(), steps.height(), 0, 0);
    }
    if (steps.resizeShort() > 0) {
      long side = steps.resizeShort();
      long longSide = side * Math.max(w, h) / Math.min(w, h);
      boolean wide = w > h;
      w = wide ? longSide : side;
      h = wide ? side : longSide;
    }
    if (w < steps.width() || h < steps.height()) {
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

  /** Half of what is cut off; halves go to the even side, as Python's {@code round} does. */
  private static long offset(long surplus) {
    return (long) Math.rint(surplus / 2.0);
  }
}
