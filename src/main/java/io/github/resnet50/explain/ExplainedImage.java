package io.github.resnet50.explain;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import java.util.List;

/**
 * What became of one path.
 *
 * @param width the image's own width in pixels, after orientation; 0 where it failed
 * @param height the image's own height in pixels, after orientation; 0 where it failed
 * @param pixels as the model sees them; null where it failed
 * @param failure null where it did not fail
 * @param explanations by class, then by method; empty where it failed
 */
public record ExplainedImage(
    ImageRef ref,
    int width,
    int height,
    RgbImage pixels,
    ImageFailure failure,
    List<Explanation> explanations) {

  static ExplainedImage failed(ImageRef ref, ImageFailure failure) {
    return new ExplainedImage(ref, 0, 0, null, failure, List.of());
  }
}
