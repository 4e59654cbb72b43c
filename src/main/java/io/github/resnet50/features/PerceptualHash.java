package io.github.resnet50.features;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.image.RgbImage;

/**
 * 64 bits that are nearly the same for pictures that look nearly the same: the signs, about their
 * median, of the 8 × 8 lowest frequencies of the luma at 32 × 32 (the DCT hash of Zauner 2010,
 * <i>Implementation and Benchmarking of Perceptual Image Hash Functions</i>).
 *
 * <p>Rather than the differences of neighbouring pixels (dHash), because those are noise wherever a
 * picture is plain, and objects on plain backgrounds are what small data sets consist of. Mirrored
 * and turned pictures have other hashes; that of the mirrored one can be derived: {@link
 * #mirrored}.
 */
public final class PerceptualHash {
  private static final int SIDE = 32;
  private static final int FREQUENCIES = 8;

  /**
   * A mask for the odd frequencies along rows; frequencies count from 1, and along a row they are
   * the lowest three bits of a position.
   */
  private static final long ODD_FREQUENCIES = 0x5555555555555555L;

  private final double[][] cosines = new double[FREQUENCIES][SIDE];

  public PerceptualHash() {
    for (int u = 0; u < FREQUENCIES; u++) {
      for (int x = 0; x < SIDE; x++) {
        // From the first frequency on: the mean says how bright a picture is, not what it shows.
        cosines[u][x] = StrictMath.cos(Math.PI * (u + 1) * (2 * x + 1) / (2.0 * SIDE));
      }
    }
  }

  /** In how many bits two hashes differ, 0..64; up to about 6 the pictures look the same. */
  public static int distance(long one, long other) {
    return Long.bitCount(one ^ other);
  }

  /**
   * Nearly the hash of the same picture mirrored left to right: the odd frequencies along rows
   * change their signs.
   */
  public static long mirrored(long hash) {
    return hash ^ ODD_FREQUENCIES;
  }

  /** The hash of a picture of at least 32 × 32 pixels; a smaller one is enlarged in blocks. */
  public long of(RgbImage image) {
    double[][] luma = luma(image);
    double[] coefficients = new double[FREQUENCIES * FREQUENCIES];
    for (int v = 0; v < FREQUENCIES; v++) {
      double[] column = new double[SIDE];
      for (int x = 0; x < SIDE; x++) {
        for (int y = 0; y < SIDE; y++) {
          column[x] += cosines[v][y] * luma[y][x];
        }
      }
      for (int u = 0; u < FREQUENCIES; u++) {
        for (int x = 0; x < SIDE; x++) {
          coefficients[v * FREQUENCIES + u] += cosines[u][x] * column[x];
        }
      }
    }
    double median = Numbers.median(coefficients);
    long bits = 0;
    for (int i = 0; i < coefficients.length; i++) {
      bits |= coefficients[i] > median ? 1L << i : 0;
    }
    return bits;
  }

  /** The mean luma of each of 32 × 32 fields. */
  private static double[][] luma(RgbImage image) {
    double[][] sums = new double[SIDE][SIDE];
    for (int row = 0; row < SIDE; row++) {
      int top = row * image.height() / SIDE;
      int bottom = Math.max(top + 1, (row + 1) * image.height() / SIDE);
      for (int column = 0; column < SIDE; column++) {
        int left = column * image.width() / SIDE;
        int right = Math.max(left + 1, (column + 1) * image.width() / SIDE);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            int at = 3 * (y * image.width() + x);
            sum +=
                299L * (image.rgb()[at] & 0xff)
                    + 587L * (image.rgb()[at + 1] & 0xff)
                    + 114L * (image.rgb()[at + 2] & 0xff);
          }
        }
        sums[row][column] = sum / (1000.0 * (bottom - top) * (right - left));
      }
    }
    return sums;
  }
}
