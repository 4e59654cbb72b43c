package io.github.resnet50.adapt.train;

import io.github.resnet50.model.Head;
import java.util.List;

/**
 * The simplest classifier that looks at the features: the class whose mean is the nearest, by the
 * Euclidean distance of standardised features. As scores it is a dense layer.
 */
final class NearestMeans {
  private static final float NEVER = -1e30f;

  private NearestMeans() {}

  static Head head(Examples rows) {
    Standardization standardization = Standardization.of(rows);
    int width = rows.width();
    int classes = rows.classes();
    int[] counts = rows.counts();
    double[][] means = new double[classes][width];
    double[] row = new double[width];
    for (int i = 0; i < rows.size(); i++) {
      standardization.apply(rows.features()[i], row, 0);
      int label = rows.labels()[i];
      for (int j = 0; j < width; j++) {
        means[label][j] += row[j] / counts[label];
      }
    }
    float[][] weights = new float[width][classes];
    float[] bias = new float[classes];
    for (int c = 0; c < classes; c++) {
      double constant = -MatrixProduct.dot(means[c], means[c]) / 2;
      for (int j = 0; j < width; j++) {
        weights[j][c] = (float) (means[c][j] * standardization.scale()[j]);
        constant -= (double) weights[j][c] * standardization.mean()[j];
      }
      bias[c] = counts[c] == 0 ? NEVER : (float) constant;
    }
    return new Head(List.of(new Head.Dense(weights, bias, false)));
  }
}
