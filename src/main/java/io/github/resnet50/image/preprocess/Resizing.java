package io.github.resnet50.image.preprocess;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an image is brought to the model's size. Without {@code centerCrop} the whole image is
 * resized, not keeping its aspect, and the other two do not matter: see {@link #effective}.
 *
 * @param resize size to which the whole image is resized first, not keeping its aspect, or null
 * @param resizeShort pixels to which the shorter side is brought, keeping the aspect; 0: no such
 *     step
 * @param centerCrop whether the model's size is cut from the middle afterwards
 */
public record Resizing(Size resize, int resizeShort, boolean centerCrop) {
  /** Resizes the whole image without keeping its aspect. */
  public static final Resizing SQUEEZE = new Resizing(null, 0, false);

  private static final double USUAL_CROP = 0.875;

  /** A size in pixels. */
  public record Size(int width, int height) {}

  /** Resizes the shorter side to a length, then crops the centre. */
  public static Resizing cropped(int shortSide) {
    return new Resizing(null, shortSide, true);
  }

  /**
   * The usual resizing for ImageNet: a crop of 224 from a shorter side of 256, or other sizes in
   * proportion.
   */
  public static Resizing usual(int crop) {
    return cropped((int) Math.round(crop / USUAL_CROP));
  }

  /**
   * The simplest resizing that gives the same pixels; two resizings give the same pixels if these
   * are equal.
   */
  public Resizing effective() {
    return centerCrop ? this : SQUEEZE;
  }

  /** The keys of {@code serving.properties} for this resizing; {@code resize=true} is for DJL. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        "resize",
        centerCrop ? resize == null ? "false" : resize.width() + "," + resize.height() : "true");
    properties.put(
        "resizeShort", resizeShort == 0 || !centerCrop ? "false" : Integer.toString(resizeShort));
    properties.put("centerCrop", Boolean.toString(centerCrop));
    return properties;
  }

  /** Such as {@code squeeze} or {@code short 256, crop}. */
  @Override
  public String toString() {
    if (!centerCrop) {
      return "squeeze";
    }
    String first = resize == null ? "" : resize.width() + "x" + resize.height() + ", ";
    return first + (resizeShort == 0 ? "crop" : "short " + resizeShort + ", crop");
  }
}
