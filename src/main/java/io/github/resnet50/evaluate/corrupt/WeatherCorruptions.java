package io.github.resnet50.evaluate.corrupt;

import java.util.Random;
import java.util.SplittableRandom;

/** Weather and brightness; parameters of ImageNet-C, with frost generated here. */
final class WeatherCorruptions {
  /**
   * Mean, deviation, zoom and threshold of the flakes; radius and deviation of their motion blur;
   * weight of the image.
   */
  private static final double[][] SNOW = {
    {.1, .3, 3, .5, 10, 4, .8},
    {.2, .3, 2, .5, 12, 4, .7},
    {.55, .3, 4, .9, 12, 8, .7},
    {.55, .3, 4.5, .85, 12, 8, .65},
    {.55, .3, 2.5, .85, 12, 12, .55}
  };

  /** Weights of the image and of the frost. */
  private static final double[][] FROST = {{1, .4}, {.8, .6}, {.7, .7}, {.65, .7}, {.6, .75}};

  /** Amount of fog; how fast its roughness falls from large to small scales. */
  private static final double[][] FOG = {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}};

  private static final double PLASMA_ROUGHNESS = 100;

  private static final double[] BRIGHTNESS = {.1, .2, .3, .4, .5};

  /** For frost: rough down to the smallest crystals, covering more than a third of the pane. */
  private static final double FROST_DECAY = 1.14;

  private static final double FROST_FROM = .35;
  private static final double[] FROST_COLOUR = {.85, .93, 1};

  private WeatherCorruptions() {}

  static Plane snow(Plane image, int level, SplittableRandom random) {
    double[] p = SNOW[level];
    Random normal = new Random(random.nextLong());
    Plane flakes =
        new Plane(image.width(), image.height(), 1)
            .with((x, y, c) -> p[0] + p[1] * normal.nextGaussian())
            .zoomed(p[2]);
    Plane falling =
        flakes
            .with((x, y, c) -> flakes.at(x, y, c) < p[3] ? 0 : flakes.at(x, y, c))
            .cutOff()
            .smeared((int) p[4], p[5], random.nextDouble(-135, -45));
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    return image.with(
        (x, y, c) -> {
          double grey =
              .299 * image.at(x, y, 0) + .587 * image.at(x, y, 1) + .114 * image.at(x, y, 2);
          double pale = Math.max(image.at(x, y, c), grey * 1.5 + .5);
          return p[6] * image.at(x, y, c)
              + (1 - p[6]) * pale
              + falling.at(x, y, 0)
              + falling.at(right - x, bottom - y, 0);
        });
  }

  static Plane frost(Plane image, int level, SplittableRandom random) {
    Plane crystals = plasma(image.width(), image.height(), FROST_DECAY, random);
    return image.with(
        (x, y, c) -> {
          double thickness = (crystals.at(x, y, 0) - FROST_FROM) / (1 - FROST_FROM);
          double ice = Math.sqrt(Math.max(0, thickness)) * FROST_COLOUR[c];
          return FROST[level][0] * image.at(x, y, c) + FROST[level][1] * ice;
        });
  }

  static Plane fog(Plane image, int level, SplittableRandom random) {
    double much = FOG[level][0];
    Plane clouds = plasma(image.width(), image.height(), FOG[level][1], random);
    double most = 0;
    for (float value : image.values()) {
      most = Math.max(most, value);
    }
    double scale = most / (most + much);
    return image.with((x, y, c) -> (image.at(x, y, c) + much * clouds.at(x, y, 0)) * scale);
  }

  /** Adds to the value channel of the HSV colour. */
  static Plane brightness(Plane image, int level, SplittableRandom random) {
    return image.with(
        (x, y, c) -> {
          double value =
              Math.max(image.at(x, y, 0), Math.max(image.at(x, y, 1), image.at(x, y, 2)));
          double brighter = Math.min(1, value + BRIGHTNESS[level]);
          return value == 0 ? brighter : image.at(x, y, c) * brighter / value;
        });
  }

  /**
   * A fractal cloud texture of 0..1, by the diamond-square algorithm (Fournier, Fussell and
   * Carpenter 1982).
   *
   * @param decay the factor by which roughness falls with each halving of the distance, squared, as
   *     in ImageNet-C
   */
  private static Plane plasma(int width, int height, double decay, SplittableRandom random) {
    int size = Integer.highestOneBit(Math.max(2, Math.max(width, height) - 1)) * 2;
    double[][] map = new double[size][size];
    double wibble = PLASMA_ROUGHNESS;
    for (int step = size; step >= 2; step /= 2) {
      int half = step / 2;
      for (int y = half; y < size; y += step) {
        for (int x = half; x < size; x += step) {
          map[y][x] =
              mean(
                      map, x - half, y - half, x + half, y - half, x - half, y + half, x + half,
                      y + half)
                  + wibble * random.nextDouble(-wibble, wibble);
        }
      }
      for (int y = 0; y < size; y += half) {
        for (int x = (y / half % 2 == 0) ? half : 0; x < size; x += step) {
          map[y][x] =
              mean(map, x - half, y, x + half, y, x, y - half, x, y + half)
                  + wibble * random.nextDouble(-wibble, wibble);
        }
      }
      wibble /= decay;
    }
    return scaled(map, width, height);
  }

  /** The mean of four places; the map wraps around at its edges. */
  private static double mean(double[][] map, int... places) {
    double sum = 0;
    for (int i = 0; i < places.length; i += 2) {
      sum += map[Math.floorMod(places[i + 1], map.length)][Math.floorMod(places[i], map.length)];
    }
    return sum / (places.length / 2.0);
  }

  private static Plane scaled(double[][] map, int width, int height) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] row : map) {
      for (double value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double low = least;
    double range = most - least;
    return new Plane(width, height, 1).with((x, y, c) -> (map[y][x] - low) / range);
  }
}
