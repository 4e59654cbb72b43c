package io.github.resnet50.model.intake;

import java.util.Map;

/**
 * How images come to the model's size.
 *
 * @param shortSide pixels to which the shorter side is brought before the middle is cut out; 0: the
 *     whole image is squeezed instead
 */
public record Resize(int shortSide) {
  /** The whole image, its aspect not kept. */
  public static final Resize SQUEEZE = new Resize(0);

  private static final double USUAL_CROP = 0.875;

  /** ImageNet's usual evaluation: 224 of 256, or as much of other sizes. */
  public static Resize usual(int width, int height) {
    return new Resize((int) Math.round(Math.max(width, height) / USUAL_CROP));
  }

  /** The keys of {@code serving.properties} that say so. */
  Map<String, String> properties() {
    return shortSide == 0
        ? Map.of("resize", "true")
        : Map.of("resizeShort", Integer.toString(shortSide), "centerCrop", "true");
  }

  String describe() {
    return shortSide == 0
        ? "whole image, squeezed"
        : "short side to " + shortSide + ", then the middle";
  }
}
