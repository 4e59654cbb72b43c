package io.github.resnet50.basics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Small arithmetic that several packages need. */
public final class Numbers {
  private Numbers() {}

  /** The index of the largest value, the first of equals; 0 for an empty array. */
  public static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The index of the largest value, the first of equals; 0 for an empty array. */
  public static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The sum of the products of two vectors of the same length. */
  public static double dot(float[] one, float[] other) {
    double s0 = 0; // four sums, so that additions need not wait for each other
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < one.length; k += 4) {
      s0 += (double) one[k] * other[k];
      s1 += (double) one[k + 1] * other[k + 1];
      s2 += (double) one[k + 2] * other[k + 2];
      s3 += (double) one[k + 3] * other[k + 3];
    }
    for (; k < one.length; k++) {
      s0 += (double) one[k] * other[k];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Cuts numbers that lie one after the other into so many rows of the same length. */
  public static float[][] rows(float[] flat, int count) {
    int width = flat.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  /**
   * Swaps rows and columns.
   *
   * @param matrices of so many rows and columns, one after the other
   */
  public static float[] transposed(float[] matrices, int rows, int columns) {
    float[] turned = new float[matrices.length];
    for (int from = 0; from < matrices.length; from += rows * columns) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          turned[from + column * rows + row] = matrices[from + row * columns + column];
        }
      }
    }
    return turned;
  }

  /** Logits to probabilities, in place. Stable for any finite logits: the largest is taken off. */
  public static void softmax(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (Math.exp(logits[i] - max) / sum);
    }
  }

  /**
   * The softmax of the logits divided by a temperature (Guo et al. 2017), from the probabilities
   * alone: logits are their logarithms up to a constant, which the softmax takes away.
   *
   * @param probabilities of one image; not changed. Less than the least positive float counts as
   *     that
   * @param temperature above 0; more than 1 makes a model less sure
   */
  public static float[] temperatureScaled(float[] probabilities, double temperature) {
    double[] powers = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(Math.max(Float.MIN_VALUE, probabilities[i]), 1 / temperature);
      sum += powers[i];
    }
    float[] scaled = new float[powers.length];
    for (int i = 0; i < powers.length; i++) {
      scaled[i] = (float) (powers[i] / sum);
    }
    return scaled;
  }

  /**
   * The median, the mean of the middle two where their number is even; NaN where there is none.
   *
   * @param values in any order; not changed
   */
  public static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * A pseudo-random number from a name, the same on every machine.
   *
   * @return uniform over all {@code long} values
   */
  public static long hash(String name, long seed) {
    CRC32C crc = new CRC32C();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    // The finaliser of MurmurHash3 (Appleby): every bit of the sum moves every bit of the result.
    long bits = crc.getValue() ^ seed * 0x9E3779B97F4A7C15L;
    bits = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
    bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
    return bits ^ bits >>> 33;
  }

  /** The value of an IEEE 754 number of 16 bits. */
  public static float ofHalf(short half) {
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float size;
    if (exponent == 0) {
      size = fraction * 0x1p-24f;
    } else if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return half < 0 ? -size : size;
  }
}
