package io.github.resnet50.adapt.train;

import java.util.SplittableRandom;

/**
 * Inverted dropout (Srivastava et al. 2014): zeroes a share of the inputs and scales the others up,
 * so that nothing is left to do when the network is used.
 */
final class Dropout {
  private static final int STEPS = 1 << Short.SIZE;

  private final int threshold;
  private final float scale;
  private final SplittableRandom random;

  Dropout(double share, SplittableRandom random) {
    this.threshold = (int) Math.round(share * STEPS);
    this.scale = (float) (1 / (1 - share));
    this.random = random;
  }

  boolean acts() {
    return threshold > 0;
  }

  /** What to multiply each of so many inputs with: 0 or a little more than 1. */
  float[] mask(int length) {
    float[] mask = new float[length];
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = i % 4 == 0 ? random.nextLong() : bits >>> Short.SIZE;
      mask[i] = (bits & (STEPS - 1)) < threshold ? 0 : scale;
    }
    return mask;
  }
}
