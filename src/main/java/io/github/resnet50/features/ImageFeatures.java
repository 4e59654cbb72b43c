package io.github.resnet50.features;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.preprocess.PerceptualHash;
import java.util.Arrays;

/**
 * The result of one path.
 *
 * @param failure why there are no features; null where there are
 * @param content of the file; null where it could not be read
 * @param perceptualHash see {@link PerceptualHash}; 0 where it failed
 * @param variants {@code [1 + augmented][features]}, the unchanged image first; the arrays are
 *     shared and must not be changed; empty where it failed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ImageFeatures(
    ImageRef ref,
    ImageFailure failure,
    ContentKey content,
    long perceptualHash,
    float[][] variants) {

  /**
   * @param entries one a variant
   */
  static ImageFeatures of(ImageRef ref, ContentKey content, Segment.Features[] entries) {
    float[][] variants =
        Arrays.stream(entries).map(Segment.Features::features).toArray(float[][]::new);
    return new ImageFeatures(ref, null, content, entries[0].perceptualHash(), variants);
  }

  static ImageFeatures failed(ImageRef ref, ContentKey content, ImageFailure failure) {
    return new ImageFeatures(ref, failure, content, 0, new float[0][]);
  }

  /** The features of the unchanged image. */
  public float[] features() {
    return variants[0];
  }
}
