package io.github.resnet50.organize;

import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImage.Found;
import java.nio.file.Path;

/**
 * What a plan says of one record.
 *
 * @param found where the image is; null where nobody has looked
 * @param to its place within the folder that all go into; null where it has none
 */
record Step(RecordedImage image, Found found, Fate fate, Path to) {
  static Step leftOut(RecordedImage image, Fate fate) {
    return new Step(image, null, fate, null);
  }

  /** The folder of its place. */
  Path folder() {
    return to.getParent();
  }

  /** Whether its name had to be changed. */
  boolean isRenamed() {
    return !to.getFileName().equals(found.path().getFileName());
  }
}
