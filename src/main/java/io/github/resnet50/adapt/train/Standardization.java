package io.github.resnet50.adapt.train;

/**
 * Features brought to mean 0 and standard deviation 1 over the training rows. Those that hardly
 * vary are divided by no less than a tenth of the mean deviation: they would blow up what is noise.
 *
 * @param mean of each feature
 * @param scale what a difference from the mean is multiplied by
 */
@SuppressWarnings("ArrayRecordComponent")
record Standardization(float[] mean, float[] scale) {
  private static final double LEAST_DEVIATION = 0.1;

  static Standardization of(Examples rows) {
    int width = rows.width();
    double[] sum = new double[width];
    for (float[] row : rows.features()) {
      for (int j = 0; j < width; j++) {
        sum[j] += row[j];
      }
    }
    double[] square = new double[width];
    for (float[] row : rows.features()) {
      for (int j = 0; j < width; j++) {
        double difference = row[j] - sum[j] / rows.size();
        square[j] += difference * difference;
      }
    }
    double meanDeviation = 0;
    for (int j = 0; j < width; j++) {
      meanDeviation += Math.sqrt(square[j] / rows.size()) / width;
    }
    float[] mean = new float[width];
    float[] scale = new float[width];
    for (int j = 0; j < width; j++) {
      double deviation =
          Math.max(Math.sqrt(square[j] / rows.size()), LEAST_DEVIATION * meanDeviation);
      mean[j] = (float) (sum[j] / rows.size());
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
}
