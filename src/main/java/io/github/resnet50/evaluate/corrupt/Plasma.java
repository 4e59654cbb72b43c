package io.github.resnet50.evaluate.corrupt;

import java.util.SplittableRandom;

/**
 * A fractal cloud texture, by the diamond-square algorithm (Fournier, Fussell and Carpenter 1982).
 */
final class Plasma {
  private static final double ROUGHNESS = 100;

  private Plasma() {}

  /**
   * A field of 0..1.
   *
   * @param decay the factor by which roughness falls with each halving of the distance, squared, as
   *     in ImageNet-C
   */
  static Plane of(int width, int height, double decay, SplittableRandom random) {
    int size = Integer.highestOneBit(Math.max(2, Math.max(width, height) - 1)) * 2;
    double[][] map = new double[size][size];
    double wibble = ROUGHNESS;
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
