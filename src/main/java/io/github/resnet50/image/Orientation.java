package io.github.resnet50.image;

/**
 * How stored pixels must be turned to stand upright: the eight values of the EXIF tag Orientation
 * (274), as defined in TIFF 6.0 and EXIF 2.32. Each is "mirror the stored rows, columns or both or
 * neither, then exchange rows and columns or not".
 */
public enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(true, false, false),
  ROTATED_180(true, true, false),
  FLIPPED(false, true, false),
  TRANSPOSED(false, false, true),
  /** To be turned by a quarter clockwise. */
  ROTATED_90(false, true, true),
  TRANSVERSED(true, true, true),
  /** To be turned by a quarter counter-clockwise. */
  ROTATED_270(true, false, true);

  private final boolean mirrorsX;
  private final boolean mirrorsY;
  private final boolean swapsAxes;

  Orientation(boolean mirrorsX, boolean mirrorsY, boolean swapsAxes) {
    this.mirrorsX = mirrorsX;
    this.mirrorsY = mirrorsY;
    this.swapsAxes = swapsAxes;
  }

  /** The orientation of a tag's value; any value outside 1..8 is invalid and means upright. */
  public static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /** Whether a stored row is read from its end. */
  public boolean mirrorsX() {
    return mirrorsX;
  }

  /** Whether the stored rows are read from the last. */
  public boolean mirrorsY() {
    return mirrorsY;
  }

  /** Whether stored rows become columns, so that width and height change places. */
  public boolean swapsAxes() {
    return swapsAxes;
  }

  /** The image turned upright; the same image if nothing has to be done. */
  public RgbImage apply(RgbImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = stored.width();
    int height = stored.height();
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int columnStep = 3 * (swapsAxes ? height : 1);
    int rowStep = 3 * (swapsAxes ? 1 : width);
    int in = 0;
    for (int y = 0; y < height; y++) {
      int out = (mirrorsY ? height - 1 - y : y) * rowStep;
      out += mirrorsX ? (width - 1) * columnStep : 0;
      for (int x = 0; x < width; x++) {
        to[out] = from[in];
        to[out + 1] = from[in + 1];
        to[out + 2] = from[in + 2];
        in += 3;
        out += mirrorsX ? -columnStep : columnStep;
      }
    }
    return new RgbImage(swapsAxes ? height : width, swapsAxes ? width : height, to);
  }
}
