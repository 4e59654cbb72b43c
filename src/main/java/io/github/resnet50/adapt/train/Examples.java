package io.github.resnet50.adapt.train;

import java.util.Arrays;

/**
 * Rows to learn from or to be judged by. The arrays are shared, not copied: they are read only.
 *
 * @param features one row an example; all are as long
 * @param labels class index of each row
 * @param classes how many there are, whether they occur or not
 * @param views rows an image: all of them together count as one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Examples(float[][] features, int[] labels, int classes, int views) {
  public Examples {
    if (features.length == 0 || features.length != labels.length) {
      throw new IllegalArgumentException(features.length + " rows, " + labels.length + " labels");
    }
  }

  /** Of one row an image. */
  public Examples(float[][] features, int[] labels, int classes) {
    this(features, labels, classes, 1);
  }

  int size() {
    return labels.length;
  }

  int width() {
    return features[0].length;
  }

  /**
   * Weights that let every class that occurs count as much as any other; their mean over rows is 1,
   * which is also the weight of a class that does not occur, so that rows of it elsewhere count.
   */
  float[] balance() {
    int[] counts = counts();
    int present = 0;
    for (int count : counts) {
      present += count > 0 ? 1 : 0;
    }
    float[] weights = new float[classes];
    for (int c = 0; c < classes; c++) {
      weights[c] = counts[c] == 0 ? 1 : (float) size() / (present * counts[c]);
    }
    return weights;
  }

  /** How many rows each class has. */
  int[] counts() {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** Weights of classes where each row counts as much as any other. */
  static float[] ones(int classes) {
    float[] ones = new float[classes];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * Logarithms of the classes' shares of all weight: the scores of a head that knows nothing else.
   * A class that does not occur counts as one row more.
   */
  float[] logShares(float[] weights) {
    int[] counts = counts();
    float[] logs = new float[classes];
    for (int c = 0; c < classes; c++) {
      logs[c] = (float) StrictMath.log(weights[c] * Math.max(1, counts[c]) / size());
    }
    return logs;
  }

  /** These rows only. */
  Examples at(int[] rows) {
    float[][] chosen = new float[rows.length][];
    int[] theirs = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = features[rows[i]];
      theirs[i] = labels[rows[i]];
    }
    return new Examples(chosen, theirs, classes, views);
  }
}
