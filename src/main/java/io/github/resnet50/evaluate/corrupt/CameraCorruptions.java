package io.github.resnet50.evaluate.corrupt;

import java.util.Random;
import java.util.SplittableRandom;

/** Noise of sensors and bit errors, blur by lenses and motion; parameters of ImageNet-C. */
final class CameraCorruptions {
  /** Standard deviation of the Gaussian noise. */
  private static final double[] DEVIATION = {.08, .12, .18, .26, .38};

  /** Photons for white. */
  private static final double[] PHOTONS = {60, 25, 12, 5, 3};

  /** Share of the values with a bit error. */
  private static final double[] SHARE = {.03, .06, .09, .17, .27};

  /** Radius of the disk; standard deviation of the Gaussian that smooths its edge. */
  private static final double[][] DEFOCUS = {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}};

  /** Standard deviation of the blur, how far pixels move, how often. */
  private static final double[][] GLASS = {
    {.7, 1, 2}, {.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}
  };

  /** Radius and standard deviation of the motion blur. */
  private static final double[][] MOTION = {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}};

  /** How many magnified copies, and by how much each is larger; the first is not magnified. */
  private static final double[][] ZOOM = {{12, .01}, {16, .01}, {11, .02}, {13, .02}, {11, .03}};

  private static final double MOST_DEGREES = 45;

  private CameraCorruptions() {}

  /** As in low light: normal noise of the given standard deviation. */
  static Plane gaussianNoise(Plane image, int level, SplittableRandom random) {
    Random normal = new Random(random.nextLong());
    return image.with((x, y, c) -> image.at(x, y, c) + DEVIATION[level] * normal.nextGaussian());
  }

  /** Shot noise: a Poisson number of photons, with the given number for white. */
  static Plane shotNoise(Plane image, int level, SplittableRandom random) {
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
  static Plane impulseNoise(Plane image, int level, SplittableRandom random) {
    return image.with(
        (x, y, c) -> {
          double drawn = random.nextDouble();
          return drawn < SHARE[level] / 2 ? 0 : drawn < SHARE[level] ? 1 : image.at(x, y, c);
        });
  }

  /**
   * The mean over a disk. As in ImageNet-C the disk is brought to a sum of 1 before its edge is
   * smoothed: at severities 4 and 5 it touches its frame, sums to more then, and the image becomes
   * a little brighter.
   */
  static Plane defocusBlur(Plane image, int level, SplittableRandom random) {
    int radius = (int) DEFOCUS[level][0];
    int side = 2 * Math.max(8, radius) + 1;
    int centre = side / 2;
    Plane disk =
        new Plane(side, side, 1)
            .with((x, y, c) -> Math.hypot(x - centre, y - centre) <= radius ? 1 : 0);
    double inside = 0;
    for (float value : disk.values()) {
      inside += value;
    }
    double area = inside;
    Plane smooth = new GaussianBlur(DEFOCUS[level][1], radius > 8 ? 2 : 1, Edge.MIRROR).apply(disk);
    return image.with(
        (x, y, c) -> {
          double value = 0;
          for (int j = 0; j < side; j++) {
            for (int i = 0; i < side; i++) {
              float weight = smooth.at(i, j, 0);
              if (weight > 0) {
                value += weight * image.at(x + i - centre, y + j - centre, c, Edge.MIRROR);
              }
            }
          }
          return value / area;
        });
  }

  /**
   * As through frosted glass: pixels take the place of near ones between two blurs. ImageNet-C
   * means to swap them, but its code copies, and so does this.
   */
  static Plane glassBlur(Plane image, int level, SplittableRandom random) {
    int most = (int) GLASS[level][1];
    GaussianBlur blur = GaussianBlur.of(GLASS[level][0], 4, Edge.NEAREST);
    Plane moved = blur.apply(image).cutOff();
    for (int times = 0; times < GLASS[level][2]; times++) {
      for (int y = image.height() - most; y > most; y--) {
        for (int x = image.width() - most; x > most; x--) {
          moved.copy(x + random.nextInt(-most, most), y + random.nextInt(-most, most), x, y);
        }
      }
    }
    return blur.apply(moved);
  }

  static Plane motionBlur(Plane image, int level, SplittableRandom random) {
    return image.smeared(
        (int) MOTION[level][0], MOTION[level][1], random.nextDouble(-MOST_DEGREES, MOST_DEGREES));
  }

  /**
   * The mean of the image and magnified copies of it, as when a lens is zoomed during the exposure.
   */
  static Plane zoomBlur(Plane image, int level, SplittableRandom random) {
    Plane sum = image;
    int images = 1;
    for (int i = 0; i < ZOOM[level][0]; i++) {
      Plane before = sum;
      Plane zoomed = image.zoomed(1 + i * ZOOM[level][1]);
      sum = before.with((x, y, c) -> before.at(x, y, c) + zoomed.at(x, y, c));
      images++;
    }
    Plane all = sum;
    int count = images;
    return all.with((x, y, c) -> all.at(x, y, c) / count);
  }
}
