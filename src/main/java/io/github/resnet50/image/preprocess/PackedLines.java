package io.github.resnet50.image.preprocess;

import java.util.Arrays;

/**
 * The last lines of an image that runs by, rows or columns of one channel, four levels to an int,
 * from which lines of the target are weighed. All loops are such that compilers make vector
 * instructions of them: of one length, over whole arrays, small, without a comparison.
 */
final class PackedLines {
  /** Levels in an int. */
  static final int PACKED = 4;

  /** Lines that are weighed in one go. */
  private static final int GROUP = 3;

  private final ResampleWeights weights;

  /** Line {@code i} is at {@code i % lines.length}. */
  private final int[][] lines;

  private final int[] sums;

  /**
   * @param ahead how many lines may have come beyond those that a target line needs
   * @param length ints of a line
   */
  PackedLines(ResampleWeights weights, int ahead, int length) {
    this.weights = weights;
    this.lines = new int[weights.most() + GROUP + ahead][length];
    this.sums = new int[length];
  }

  /** Where some lines of the image are kept. */
  int[][] lines(int first, int count) {
    int[][] some = new int[count][];
    for (int i = 0; i < count; i++) {
      some[i] = line(first + i);
    }
    return some;
  }

  private int[] line(int i) {
    return lines[i % lines.length];
  }

  /**
   * Makes a line of the target.
   *
   * @param place its place
   * @param first the first line that it is made of
   */
  void weigh(int place, int first, int[] target) {
    Arrays.fill(target, 0);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      if (weights.most() > GROUP + 1 || weights.negative()) {
        putMany(place, first, shift, target);
      } else if (weights.most() > GROUP) {
        putFour(place, first, shift, target);
      } else {
        putThree(place, first, shift, target);
      }
    }
  }

  private void putMany(int place, int first, int shift, int[] target) {
    Arrays.fill(sums, ResampleWeights.HALF);
    for (int tap = 0; tap < weights.count(place); tap += GROUP) {
      add(place, first, tap, shift);
    }
    put(target, shift);
  }

  private void putThree(int place, int first, int shift, int[] target) {
    int[] p = line(first);
    int[] q = line(first + 1);
    int[] r = line(first + 2);
    int a = weights.weight(place, 0);
    int b = weights.weight(place, 1);
    int c = weights.weight(place, 2);
    for (int i = 0; i < target.length; i++) {
      int sum =
          a * (p[i] >>> shift & 255) + b * (q[i] >>> shift & 255) + c * (r[i] >>> shift & 255);
      target[i] |= ((sum + ResampleWeights.HALF) >>> ResampleWeights.BITS) << shift;
    }
  }

  private void putFour(int place, int first, int shift, int[] target) {
    int[] p = line(first);
    int[] q = line(first + 1);
    int[] r = line(first + 2);
    int[] s = line(first + 3);
    int a = weights.weight(place, 0);
    int b = weights.weight(place, 1);
    int c = weights.weight(place, 2);
    int d = weights.weight(place, 3);
    for (int i = 0; i < target.length; i++) {
      int sum =
          a * (p[i] >>> shift & 255)
              + b * (q[i] >>> shift & 255)
              + c * (r[i] >>> shift & 255)
              + d * (s[i] >>> shift & 255);
      target[i] |= ((sum + ResampleWeights.HALF) >>> ResampleWeights.BITS) << shift;
    }
  }

  private void add(int place, int first, int tap, int shift) {
    int[] p = line(first + tap);
    int[] q = line(first + tap + 1);
    int[] r = line(first + tap + 2);
    int a = weights.weight(place, tap);
    int b = weights.weight(place, tap + 1);
    int c = weights.weight(place, tap + 2);
    for (int i = 0; i < sums.length; i++) {
      sums[i] +=
          a * (p[i] >>> shift & 255) + b * (q[i] >>> shift & 255) + c * (r[i] >>> shift & 255);
    }
  }

  /**
   * Weights sum to 1 up to rounding, and their sizes to less than 2: above the upper limit bit 30
   * is set, and every bit of the level is to be; below 0 bit 31 is, and none is to be.
   */
  private void put(int[] target, int shift) {
    for (int i = 0; i < target.length; i++) {
      int sum = sums[i];
      target[i] |= ((sum >> ResampleWeights.BITS | sum << 1 >> 31) & 255 & ~(sum >> 31)) << shift;
    }
  }
}
