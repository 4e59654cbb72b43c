package io.github.resnet50.image.preprocess;

/**
 * The weights of the source places for each target place, along one axis, in fixed point of 22
 * fractional bits; tables for one row or column.
 */
final class ResampleWeights {
  static final int BITS = 32 - 8 - 2;

  /** What a sum of weighted levels begins with, so that it is rounded. */
  static final int HALF = 1 << (BITS - 1);

  private final int[] start;
  private final int[] count;

  /** Weights of a target place in the table. */
  private final int most;

  private final int[] weight;

  private boolean negative;

  private ResampleWeights(int[] start, int[] count, int most) {
    this.start = start;
    this.count = count;
    this.most = most;
    this.weight = new int[Math.multiplyExact(most, start.length)];
  }

  /**
   * The weights for the part of the grid to compute.
   *
   * @param source how many columns or rows there are
   */
  static ResampleWeights of(int source, Resampler.Grid grid, Interpolation filter) {
    int size = grid.size();
    double scale = grid.extent() / grid.target();
    double width = Math.max(scale, 1.0);
    double support = filter.support() * width;
    int[] start = new int[size];
    int[] count = new int[size];
    int most = 1;
    for (int i = 0; i < size; i++) {
      double center = (grid.from() + i + 0.5) * scale;
      start[i] = Math.max((int) (center - support + 0.5), 0);
      count[i] = Math.min((int) (center + support + 0.5), source) - start[i];
      most = Math.max(most, count[i]);
    }
    ResampleWeights weights = new ResampleWeights(start, count, most);
    double[] exact = new double[most];
    double perWidth = 1.0 / width;
    for (int i = 0; i < size; i++) {
      double center = (grid.from() + i + 0.5) * scale;
      double sum = 0;
      for (int tap = 0; tap < count[i]; tap++) {
        exact[tap] = filter.weight((tap + start[i] - center + 0.5) * perWidth);
        sum += exact[tap];
      }
      for (int tap = 0; tap < count[i]; tap++) {
        double weight = exact[tap] / sum * (1 << BITS);
        weights.negative |= weight < 0;
        weights.weight[i * most + tap] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
    }
    return weights;
  }

  /** How many target places there are. */
  int size() {
    return start.length;
  }

  /** The most source places that any target place has. */
  int most() {
    return most;
  }

  /** The first source place of a target place. */
  int start(int i) {
    return start[i];
  }

  /** Where the source places end that any target place has. */
  int end() {
    int last = start.length - 1;
    return start[last] + count[last];
  }

  /** Whether there are weights below 0, so that sums have to be kept within the range of levels. */
  boolean negative() {
    return negative;
  }

  /** How many source places a target place has. */
  int count(int i) {
    return count[i];
  }

  /** The weight of a target place's source place; 0 beyond those that it has. */
  int weight(int i, int tap) {
    return tap < most ? weight[i * most + tap] : 0;
  }
}
