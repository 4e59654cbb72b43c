package io.github.resnet50.evaluate.corrupt;

import java.util.Random;
import java.util.SplittableRandom;

/** Noise of sensors and bit errors; parameters of ImageNet-C. */
final class NoiseCorruptions {
  private static final double[] DEVIATION = {.08, .12, .18, .26, .38};
  private static final double[] PHOTONS = {60, 25, 12, 5, 3};
  private static final double[] SHARE = {.03, .06, .09, .17, .27};

  private NoiseCorruptions() {}

  /** As in low light: normal noise of the given standard deviation. */
  static Plane gaussian(Plane image, int level, SplittableRandom random) {
    Random normal = new Random(random.nextLong());
    return image.with((x, y, c) -> image.at(x, y, c) + DEVIATION[level] * normal.nextGaussian());
  }

  /** Shot noise: a Poisson number of photons, with the given number for white. */
  static Plane shot(Plane image, int level, SplittableRandom random) {
    return image.with(
        (x, y, c) -> poisson(image.at(x, y, c) * PHOTONS[level], random) / PHOTONS[level]);
  }

  /** By multiplying uniform numbers (Knuth): the mean is 60 at most. */
  private static int poisson(double mean, SplittableRandom random) {
    double limit = Math.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** Bit errors: salt and pepper noise in the given share of the values. */
  static Plane impulse(Plane image, int level, SplittableRandom random) {
    return image.with(
        (x, y, c) -> {
          double drawn = random.nextDouble();
          return drawn < SHARE[level] / 2 ? 0 : drawn < SHARE[level] ? 1 : image.at(x, y, c);
        });
  }
}
