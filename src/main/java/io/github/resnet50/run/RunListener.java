package io.github.resnet50.run;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;

/** Follows the progress of a run; called from several threads, must return quickly. */
public interface RunListener {
  /** Ignores everything. */
  RunListener NONE =
      new RunListener() {
        @Override
        public void walkEnded(long found) {}

        @Override
        public void written(ItemResult result) {}
      };

  /** The engine and the model begin to come up: until they have, nothing is written. */
  default void loading() {}

  /** The model is loaded. */
  default void loaded() {}

  /** The walk has ended: so many paths were found. */
  void walkEnded(long found);

  /**
   * An image was decoded; called beside the decoding of others, before its record is written.
   *
   * @param pixels what the model will see; not to be changed
   */
  default void decoded(ImageRef ref, RgbImage pixels) {}

  /** A record was written. */
  void written(ItemResult result);

  /** Records of an earlier run were taken over. */
  default void kept(int ok, int failed) {}
}
