package io.github.resnet50.adapt.train;

/**
 * Features brought to mean 0 and standard deviation 1 over the training rows, as far as their
 * classes count. Those that hardly vary are divided by no less than a tenth of the mean deviation:
 * they would blow up what is noise.
 *
 * @param mean of each feature
 * @param scale what a difference from the mean is multiplied by
 */
@SuppressWarnings("ArrayRecordComponent")
record Standardization(float[] mean, float[] scale) {
  private static final double LEAST_DEVIATION = 0.1;

  /** Every row counts the same. */
  static Standardization of(Examples rows) {
    return of(rows, Examples.ones(rows.classes()));
  }

  /**
   * With balanced weights no class draws the mean to itself by being large.
   *
   * @param weights of the classes
   */
  static Standardization of(Examples rows, float[] weights) {
    int width = rows.width();
    double all = 0;
    double[] sum = new double[width];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.features()[i];
      double weight = weights[rows.labels()[i]];
      all += weight;
      for (int j = 0; j < width; j++) {
        sum[j] += weight * row[j];
      }
    }
    double[] square = new double[width];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.features()[i];
      double weight = weights[rows.labels()[i]];
      for (int j = 0; j < width; j++) {
        double difference = row[j] - sum[j] / all;
        square[j] += weight * difference * difference;
      }
    }
    double meanDeviation = 0;
    for (int j = 0; j < width; j++) {
      meanDeviation += Math.sqrt(square[j] / all) / width;
    }
    float[] mean = new float[width];
    float[] scale = new float[width];
    for (int j = 0; j < width; j++) {
      double deviation = Math.max(Math.sqrt(square[j] / all), LEAST_DEVIATION * meanDeviation);
      mean[j] = (float) (sum[j] / all);
      scale[j] = deviation > 0 ? (float) (1 / deviation) : 0;
    }
    return new Standardization(mean, scale);
  }

  /** Writes a standardised row. */
  void apply(float[] row, float[] out, int at) {
    for (int j = 0; j < row.length; j++) {
      out[at + j] = (row[j] - mean[j]) * scale[j];
    }
  }

  /** The same in double precision. */
  void apply(float[] row, double[] out, int at) {
    for (int j = 0; j < row.length; j++) {
      out[at + j] = ((double) row[j] - mean[j]) * scale[j];
    }
  }
}
