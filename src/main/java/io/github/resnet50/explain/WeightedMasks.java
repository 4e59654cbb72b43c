package io.github.resnet50.explain;

/** Sums of masks, for each class weighted by its probability under them. */
final class WeightedMasks {
  private final int height;
  private final int width;
  private final double[] masks;
  private final double[][] weighted;
  private final double[] probabilities;
  private int count;

  WeightedMasks(int height, int width, int classes) {
    this.height = height;
    this.width = width;
    this.masks = new double[height * width];
    this.weighted = new double[classes][height * width];
    this.probabilities = new double[classes];
  }

  /**
   * Adds a mask.
   *
   * @param mask a value a place
   * @param ofTargets the probabilities of all targets under it
   * @param classes which of them count
   */
  void add(float[] mask, float[] ofTargets, int[] classes) {
    count++;
    for (int i = 0; i < masks.length; i++) {
      masks[i] += mask[i];
    }
    for (int c = 0; c < classes.length; c++) {
      double probability = ofTargets[classes[c]]; // rounded products would not cancel below
      probabilities[c] += probability;
      for (int i = 0; i < masks.length; i++) {
        weighted[c][i] += probability * mask[i];
      }
    }
  }

  /** Adds all that another has summed up. */
  void addAll(WeightedMasks other) {
    count += other.count;
    for (int i = 0; i < masks.length; i++) {
      masks[i] += other.masks[i];
    }
    for (int c = 0; c < weighted.length; c++) {
      probabilities[c] += other.probabilities[c];
      for (int i = 0; i < masks.length; i++) {
        weighted[c][i] += other.weighted[c][i];
      }
    }
  }

  /**
   * The mean mask, weighted by a class's probability less its mean.
   *
   * @param shown the share of the places that masks show
   */
  HeatMap map(int c, double shown) {
    float[] values = new float[masks.length];
    double mean = probabilities[c] / count;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((weighted[c][i] - mean * masks[i]) / count / shown);
    }
    return new HeatMap(height, width, values);
  }
}
