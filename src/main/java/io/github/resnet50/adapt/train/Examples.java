package io.github.resnet50.adapt.train;

/**
 * Rows to learn from or to be judged by. The arrays are shared, not copied: they are read only.
 *
 * @param features one row an example; all are as long
 * @param labels class index of each row
 * @param classes how many there are, whether they occur or not
 */
@SuppressWarnings("ArrayRecordComponent")
public record Examples(float[][] features, int[] labels, int classes) {
  public Examples {
    if (features.length == 0 || features.length != labels.length) {
      throw new IllegalArgumentException(features.length + " rows, " + labels.length + " labels");
    }
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
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
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
}
