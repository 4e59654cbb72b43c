package io.github.resnet50.report.html;

import io.github.resnet50.report.ItemResult.Predicted;

/**
 * What a page knows of a run's decisions.
 *
 * @param outline what lies above the classes
 * @param threshold that images were rolled up to; null: they were not
 */
public record RollUpView(ClassOutline outline, Double threshold) {
  /** Nothing is decided, and nothing known above classes. */
  public static final RollUpView NONE = new RollUpView(ClassOutline.NONE, null);

  /** Whether an image is called something above its best class. */
  boolean isRolledUp(Predicted image) {
    return image.rollup() != null && !image.rollup().id().equals(image.predictions().get(0).id());
  }
}
