package io.github.resnet50.image.preprocess;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an image is brought to the model's size. Without {@code centerCrop} the whole image is
 * resized, not keeping its aspect, and the first three do not matter: see {@link #effective}.
 *
 * @param resize size to which the whole image is resized first, or null
 * @param fit how it is resized to that
 * @param resizeShort pixels to which the shorter side is brought, keeping the aspect; 0: no such
 *     step
 * @param centerCrop whether the model's size is cut from the middle afterwards
 */
public record Resizing(
    Size resize, Fit fit, int resizeShort, boolean centerCrop, Interpolation interpolation) {
  /** Resizes the whole image without keeping its aspect. */
  public static final Resizing SQUEEZE = new Resizing(null, 0, false);

  /** A size in pixels. */
  public record Size(int width, int height) {}

  /** How an image comes to a size of another aspect; named as in CSS. */
  public enum Fit {
    /** Not keeping its aspect. */
    FILL,
    /** Keeping it, so that no side is shorter. */
    COVER,
    /** Keeping it, so that no side is longer; what the crop then lacks is filled with the mean. */
    CONTAIN
  }

  /** The steps of DJL's translator. */
  public Resizing(Size resize, int resizeShort, boolean centerCrop) {
    this(resize, Fit.FILL, resizeShort, centerCrop, Interpolation.BILINEAR);
  }

  /** Resizes the shorter side to a length, then crops the centre. */
  public static Resizing cropped(int shortSide) {
    return new Resizing(null, shortSide, true);
  }

  /**
   * The usual resizing for ImageNet: a crop of 224 from a shorter side of 256, or other sizes in
   * proportion.
   */
  public static Resizing usual(int crop) {
    return cropped((int) Math.round(crop / CropMode.USUAL_PCT));
  }

  /** The same with another interpolation. */
  public Resizing with(Interpolation newInterpolation) {
    return new Resizing(resize, fit, resizeShort, centerCrop, newInterpolation);
  }

  /**
   * The simplest resizing that gives the same pixels; two resizings give the same pixels if these
   * are equal.
   */
  public Resizing effective() {
    return centerCrop ? this : SQUEEZE.with(interpolation);
  }

  /** What is done to images of another shape. */
  public CropMode cropMode() {
    if (fit == Fit.CONTAIN) {
      return CropMode.BORDER;
    }
    boolean squashed = resize != null && resizeShort == 0 && fit == Fit.FILL;
    return squashed || !centerCrop ? CropMode.SQUASH : CropMode.CENTER;
  }

  /**
   * The keys of {@code serving.properties} for this resizing; {@code resize=true} is for DJL.
   *
   * @throws IllegalStateException where an image is resized to a size keeping its aspect, for which
   *     there are no lengths in keys but a share of the model's size
   */
  public Map<String, String> properties() {
    if (fit != Fit.FILL) {
      throw new IllegalStateException("no keys for " + this);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        "resize",
        centerCrop ? resize == null ? "false" : resize.width() + "," + resize.height() : "true");
    properties.put(
        "resizeShort", resizeShort == 0 || !centerCrop ? "false" : Integer.toString(resizeShort));
    properties.put("centerCrop", Boolean.toString(centerCrop));
    if (interpolation != Interpolation.BILINEAR) {
      properties.put("interpolation", interpolation.toString());
    }
    return properties;
  }

  /** Such as {@code squeeze} or {@code short 256, crop}. */
  @Override
  public String toString() {
    String filter = interpolation == Interpolation.BILINEAR ? "" : ", " + interpolation;
    if (!centerCrop) {
      return "squeeze" + filter;
    }
    String how =
        switch (fit) {
          case FILL -> "";
          case COVER -> "covering ";
          case CONTAIN -> "within ";
        };
    String first = resize == null ? "" : how + resize.width() + "x" + resize.height() + ", ";
    return first + (resizeShort == 0 ? "crop" : "short " + resizeShort + ", crop") + filter;
  }
}
