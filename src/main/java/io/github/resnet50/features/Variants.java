package io.github.resnet50.features;

import io.github.resnet50.image.RgbImage;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The views of each image that get features: the image itself, which is variant 0, and random ones.
 * A variant depends on the seed, the file's content and its own number; not on the order of images,
 * on how many there are, or on threads.
 *
 * @param augmented how many random ones; 0: none
 * @param seed of the whole run
 */
public record Variants(int augmented, long seed, Augmentation augmentation) {
  /** Only the images themselves. */
  public static final Variants NONE = new Variants(0, 0, Augmentation.DEFAULT);

  public Variants {
    if (augmented < 0) {
      throw new IllegalArgumentException(augmented + " variants");
    }
  }

  /** The number of variants, the image itself included. */
  int count() {
    return 1 + augmented;
  }

  /** The pixels of a variant of an image. */
  RgbImage view(RgbImage image, ContentKey content, int variant) {
    return variant == 0
        ? image
        : augmentation.apply(image, new SplittableRandom(mix(mix(seed, content.first()), variant)));
  }

  /** Distinguishes a variant from all others of the same image; 0 is the image itself. */
  long key(int variant) {
    if (variant == 0) {
      return 0;
    }
    byte[] settings = augmentation.toString().getBytes(StandardCharsets.UTF_8);
    return mix(mix(seed, ContentKey.of(settings).first()), variant);
  }

  private static long mix(long one, long other) {
    return new SplittableRandom(one * 0x9E3779B97F4A7C15L + other).nextLong();
  }
}
