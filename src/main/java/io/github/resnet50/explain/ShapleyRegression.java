package io.github.resnet50.explain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The weighted least squares of Kernel SHAP (Lundberg and Lee 2017, theorem 2): of all additive
 * games with the same whole gain, the one nearest to what the drawn coalitions score. Of a pair of
 * complementary coalitions half of the difference of their scores counts and nothing else. For any
 * number of games with the same coalitions.
 */
final class ShapleyRegression {
  /** Keeps the equations solvable with few pairs, as a share of the mean of their diagonal. */
  private static final double RIDGE = 1e-9;

  private static final double ROUNDING = 1e-9;

  /** With fewer pairs the standard errors hold the truth too seldom in simulations. */
  private static final int FEWEST_A_PLAYER = 4;

  private final int players;
  private final List<CoalitionStratum> strata;
  private final double[][] inverse;

  /**
   * @param strata as they were drawn
   */
  ShapleyRegression(int players, List<CoalitionStratum> strata) {
    this.players = players;
    this.strata = strata;
    double[][] matrix = new double[players][players];
    double[] row = new double[players];
    for (CoalitionStratum stratum : strata) {
      for (BitSet coalition : stratum.drawn()) {
        fill(row, coalition);
        for (int j = 0; j < players; j++) {
          double weighted = stratum.weightOfPair() * row[j];
          for (int k = 0; k <= j; k++) {
            matrix[j][k] += weighted * row[k];
          }
        }
      }
    }
    double trace = 0;
    for (int j = 0; j < players; j++) {
      trace += matrix[j][j];
    }
    double scale = trace > 0 ? trace / players : 1;
    for (int j = 0; j < players; j++) {
      for (int k = 0; k <= j; k++) {
        matrix[j][k] += scale / players; // solutions sum to 0, as the rows do
      }
      matrix[j][j] += RIDGE * scale;
    }
    this.inverse = inverse(matrix);
  }

  /** A coalition's members less their mean, so that what all players gain alike falls out. */
  private void fill(double[] row, BitSet coalition) {
    double share = (double) coalition.cardinality() / players;
    for (int j = 0; j < players; j++) {
      row[j] = (coalition.get(j) ? 1 : 0) - share;
    }
  }

  /**
   * Solves one game.
   *
   * @param halfDifferences of each pair, in the order of the strata: half of what the coalition
   *     scores more than its complement
   * @param gain what all players score more than none
   */
  ShapleyValues solve(double[] halfDifferences, double gain) {
    double[] targets = new double[halfDifferences.length];
    double[] right = new double[players];
    double[] row = new double[players];
    int pair = 0;
    for (CoalitionStratum stratum : strata) {
      for (BitSet coalition : stratum.drawn()) {
        double share = (double) coalition.cardinality() / players;
        targets[pair] = halfDifferences[pair] - gain * (share - 0.5);
        fill(row, coalition);
        for (int j = 0; j < players; j++) {
          right[j] += stratum.weightOfPair() * targets[pair] * row[j];
        }
        pair++;
      }
    }
    double[] apart = product(inverse, right); // from an equal share of the gain
    double off = Arrays.stream(apart).average().orElse(0);
    double[] values = Arrays.stream(apart).map(a -> a - off + gain / players).toArray();
    return new ShapleyValues(values, isEnough() ? errors(targets, apart) : null);
  }

  /** Whether every size was drawn from, and pairs are left over to tell how much they differ. */
  private boolean isEnough() {
    double weights = strata.stream().mapToDouble(CoalitionStratum::weight).sum();
    int pairs = strata.stream().mapToInt(stratum -> stratum.drawn().size()).sum();
    boolean isOfAllSizes = players == 1 || weights > 1 - ROUNDING;
    boolean isComplete = strata.stream().allMatch(CoalitionStratum::isComplete);
    return isOfAllSizes && (isComplete || pairs >= FEWEST_A_PLAYER * players);
  }

  /**
   * Standard errors of a regression estimator on a stratified sample without replacement (Särndal,
   * Swensson and Wretman 1992): what each pair's residual adds to the values, how much that varies
   * within a stratum, and nothing of strata that are complete. Residuals are enlarged as if the
   * values were those without their pair, by the leverage (HC3, which is near the jackknife:
   * MacKinnon and White 1985).
   */
  private double[] errors(double[] targets, double[] apart) {
    double[] variances = new double[players];
    double[] row = new double[players];
    int pair = 0;
    for (CoalitionStratum stratum : strata) {
      int drawn = stratum.drawn().size();
      if (stratum.isComplete()) {
        pair += drawn;
        continue;
      }
      double[] sums = new double[players];
      double[] squares = new double[players];
      for (BitSet coalition : stratum.drawn()) {
        fill(row, coalition);
        double[] influence = product(inverse, row);
        double leverage = stratum.weightOfPair() * dot(row, influence);
        double residual = targets[pair++] - dot(row, apart);
        double times = stratum.weightOfPair() * residual / Math.max(ROUNDING, 1 - leverage);
        for (int j = 0; j < players; j++) {
          double added = times * influence[j];
          sums[j] += added;
          squares[j] += added * added;
        }
      }
      double unseen = 1 - drawn / stratum.population();
      for (int j = 0; j < players; j++) {
        double varying = squares[j] - sums[j] * sums[j] / drawn;
        variances[j] += Math.max(0, unseen * drawn / (drawn - 1.0) * varying);
      }
    }
    return Arrays.stream(variances).map(Math::sqrt).toArray();
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = dot(matrix[i], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * The inverse of a symmetric positive definite matrix, by its Cholesky decomposition.
   *
   * @param a its lower triangle; becomes the decomposition's
   */
  private static double[][] inverse(double[][] a) {
    int n = a.length;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < j; k++) {
        a[j][j] -= a[j][k] * a[j][k];
      }
      a[j][j] = Math.sqrt(a[j][j]);
      for (int i = j + 1; i < n; i++) {
        for (int k = 0; k < j; k++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
        a[i][j] /= a[j][j];
      }
    }
    double[][] inverse = new double[n][n];
    for (int column = 0; column < n; column++) {
      double[] x = inverse[column]; // symmetric: a row is a column
      x[column] = 1;
      for (int i = column; i < n; i++) {
        for (int k = column; k < i; k++) {
          x[i] -= a[i][k] * x[k];
        }
        x[i] /= a[i][i];
      }
      for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) {
          x[i] -= a[k][i] * x[k];
        }
        x[i] /= a[i][i];
      }
    }
    return inverse;
  }
}
