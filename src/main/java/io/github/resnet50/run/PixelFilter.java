package io.github.resnet50.run;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;

/** Changes images between preprocessing and the model. Called by all decode workers at once. */
public interface PixelFilter {
  /** Leaves images as they are. */
  PixelFilter NONE = (ref, pixels) -> pixels;

  /**
   * @param ref which image it is
   * @param pixels of the model's size; not changed
   * @return an image of the same size
   */
  RgbImage apply(ImageRef ref, RgbImage pixels);
}
