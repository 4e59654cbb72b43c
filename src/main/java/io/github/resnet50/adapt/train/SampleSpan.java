package io.github.resnet50.adapt.train;

import java.util.Arrays;

/**
 * Standardised rows of features in coordinates of their own span, as far as that is smaller.
 *
 * <p>Weights that lower a loss with a penalty on their squares lie in the span of the rows (the
 * representer theorem), and a rotation changes neither loss nor penalty: thirty images of 2048
 * features are a problem of thirty coordinates, with the same solution. The coordinates come from
 * the products of all rows with each other by a Cholesky decomposition with pivots.
 */
final class SampleSpan {
  /** Of the largest row's square; what is left of a row below this is in the span of the others. */
  private static final double LEAST = 1e-13;

  private final Standardization standardization;
  private final float[][] features;

  /** Rows that the coordinates stand on, one each; null where the coordinates are the features. */
  private final int[] pivots;

  /** How many coordinates a row has. */
  final int width;

  /** [rows][width] */
  final double[] coordinates;

  private SampleSpan(
      Standardization standardization, float[][] features, int[] pivots, double[] coordinates) {
    this.standardization = standardization;
    this.features = features;
    this.pivots = pivots;
    this.width = pivots == null ? features[0].length : pivots.length;
    this.coordinates = coordinates;
  }

  static SampleSpan of(Examples rows) {
    // With more rows finding the span would cost more than it saves.
    return rows.size() <= rows.width() / 2 ? reduced(rows) : whole(rows);
  }

  /** In the coordinates of the features. */
  static SampleSpan whole(Examples rows) {
    Standardization standardization = Standardization.of(rows);
    return new SampleSpan(
        standardization, rows.features(), null, standardised(standardization, rows));
  }

  private static double[] standardised(Standardization standardization, Examples rows) {
    double[] standardised = new double[Math.multiplyExact(rows.size(), rows.width())];
    for (int row = 0; row < rows.size(); row++) {
      standardization.apply(rows.features()[row], standardised, row * rows.width());
    }
    return standardised;
  }

  /** In as many coordinates as the span has dimensions. */
  static SampleSpan reduced(Examples rows) {
    Standardization standardization = Standardization.of(rows);
    int count = rows.size();
    int width = rows.width();
    double[] standardised = standardised(standardization, rows);
    double[] products = new double[count * count];
    double[] columns = MatrixProduct.transposed(standardised, count, width);
    MatrixProduct.add(standardised, columns, products, count, width, count);
    int[] pivots = new int[count];
    double[] factor = new double[count * count];
    int rank = decompose(products, count, factor, pivots);
    double[] coordinates = new double[count * rank];
    for (int row = 0; row < count; row++) {
      System.arraycopy(factor, row * count, coordinates, row * rank, rank);
    }
    return new SampleSpan(
        standardization, rows.features(), Arrays.copyOf(pivots, rank), coordinates);
  }

  /**
   * {@code products = factor · factorᵀ}, taking the row with the most left each time.
   *
   * @param factor [count][count], all 0; its first columns are filled
   * @param pivots is filled with the rows in the order taken
   * @return how many columns there are
   */
  private static int decompose(double[] products, int count, double[] factor, int[] pivots) {
    double[] left = new double[count];
    double largest = 0;
    for (int row = 0; row < count; row++) {
      left[row] = products[row * count + row];
      largest = Math.max(largest, left[row]);
    }
    for (int column = 0; column < count; column++) {
      int pivot = 0;
      for (int row = 1; row < count; row++) {
        pivot = left[row] > left[pivot] ? row : pivot;
      }
      if (left[pivot] <= LEAST * largest) {
        return column;
      }
      pivots[column] = pivot;
      double length = Math.sqrt(left[pivot]);
      left[pivot] = Double.NEGATIVE_INFINITY;
      factor[pivot * count + column] = length;
      for (int row = 0; row < count; row++) {
        if (left[row] > Double.NEGATIVE_INFINITY) {
          double known = MatrixProduct.dot(factor, row * count, factor, pivot * count, column);
          double share = (products[row * count + pivot] - known) / length;
          factor[row * count + column] = share;
          left[row] -= share * share;
        }
      }
    }
    return count;
  }

  /** The coordinates of some rows: [chosen][width]. */
  double[] of(int[] chosen) {
    double[] part = new double[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(coordinates, chosen[i] * width, part, i * width, width);
    }
    return part;
  }

  /**
   * What weights of the coordinates, from place {@code at} on, are as weights of the features.
   *
   * @return of the features as they come: standardisation is folded in
   */
  double[] featureWeights(double[] weights, int at) {
    double[] all = new double[features[0].length];
    if (pivots == null) {
      System.arraycopy(weights, at, all, 0, width);
    } else {
      double[] shares = shares(Arrays.copyOfRange(weights, at, at + width));
      double[] row = new double[all.length];
      for (int k = 0; k < width; k++) {
        standardization.apply(features[pivots[k]], row, 0);
        for (int j = 0; j < all.length; j++) {
          all[j] += shares[k] * row[j];
        }
      }
    }
    for (int j = 0; j < all.length; j++) {
      all[j] *= standardization.scale()[j];
    }
    return all;
  }

  /** How much of each pivot's row the weights are made of: the transposed factor, solved. */
  private double[] shares(double[] weights) {
    double[] shares = weights;
    for (int k = width - 1; k >= 0; k--) {
      shares[k] /= coordinates[pivots[k] * width + k];
      for (int below = 0; below < k; below++) {
        shares[below] -= shares[k] * coordinates[pivots[k] * width + below];
      }
    }
    return shares;
  }

  float[] mean() {
    return standardization.mean();
  }
}
