package io.github.resnet50.image.decode;

/**
 * Percentiles of the numbers of one band, however many there are, exactly: numbers are counted by
 * the upper 16 bits of their keys, and those that a percentile lies among in a second pass by the
 * lower 16. Between two numbers it is interpolated, as NumPy does.
 */
final class Percentiles {
  private static final int HALF = 16;

  private final BandNumbers numbers;
  private final boolean deep;
  private final long[] counts = new long[BandNumbers.KEYS];
  private long count;

  /** The ranks that are asked for, and the counts below their upper keys. */
  private long[] ranks = {};

  private int[] uppers = {};
  private long[] below = {};
  private long[][] lowers = {};

  Percentiles(BandNumbers numbers) {
    this.numbers = numbers;
    this.deep = numbers.kind() == BandNumbers.Kind.FRACTION;
  }

  /** A number of the first pass. */
  void first(double number) {
    if (numbers.isThere(number)) {
      int key = numbers.key(number);
      counts[deep ? key >>> HALF : key]++;
      count++;
    }
  }

  /** Whether there was any number. */
  boolean isEmpty() {
    return count == 0;
  }

  /** Whether {@link #second} has to see the numbers. */
  boolean needsSecond() {
    return deep && count > 0;
  }

  /** Ends the first pass. */
  void ask(double... percentiles) {
    ranks = new long[2 * percentiles.length];
    for (int i = 0; i < percentiles.length; i++) {
      long rank = (long) Math.floor(percentiles[i] / 100 * (count - 1));
      ranks[2 * i] = rank;
      ranks[2 * i + 1] = Math.min(count - 1, rank + 1);
    }
    uppers = new int[ranks.length];
    below = new long[ranks.length];
    for (int i = 0; i < ranks.length && count > 0; i++) {
      long sum = 0;
      int key = 0;
      while (sum + counts[key] <= ranks[i]) {
        sum += counts[key++];
      }
      uppers[i] = key;
      below[i] = sum;
    }
    lowers = new long[deep ? ranks.length : 0][BandNumbers.KEYS];
  }

  /** A number of the second pass. */
  void second(double number) {
    if (numbers.isThere(number)) {
      int key = numbers.key(number);
      for (int i = 0; i < uppers.length; i++) {
        if (key >>> HALF == uppers[i]) {
          lowers[i][key & (BandNumbers.KEYS - 1)]++;
        }
      }
    }
  }

  /**
   * What was asked for.
   *
   * @param percentile its value
   * @param place which one of those asked for
   */
  double value(int place, double percentile) {
    double rank = percentile / 100 * (count - 1);
    double lower = number(2 * place);
    double upper = number(2 * place + 1);
    return lower + (rank - Math.floor(rank)) * (upper - lower);
  }

  private double number(int i) {
    if (!deep) {
      return numbers.ofKey(uppers[i]);
    }
    long sum = below[i];
    int key = 0;
    while (sum + lowers[i][key] <= ranks[i]) {
      sum += lowers[i][key++];
    }
    return numbers.ofKey((uppers[i] << HALF) | key);
  }
}
