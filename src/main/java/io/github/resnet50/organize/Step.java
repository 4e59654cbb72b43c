package io.github.resnet50.organize;

import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImage.Found;
import java.nio.file.Path;

/**
 * What a plan says of one record.
 *
 * @param found the image; null where nobody has looked
 * @param from where it is, absolute and in a folder without links; null likewise
 * @param to its place within the folder that all go into; null where it has none
 */
record Step(RecordedImage image, Found found, Path from, Fate fate, Path to) {
  static Step leftOut(RecordedImage image, Fate fate) {
    return new Step(image, null, null, fate, null);
  }

  /** What it takes; 0 where that is not known. */
  long bytes() {
    Long bytes = found.stat().bytes();
    return bytes == null ? 0 : bytes;
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
