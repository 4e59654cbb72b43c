package io.github.resnet50.explain;

import java.util.List;

/**
 * Shapley values as the least-squares solution over coalitions drawn by the Shapley kernel, under
 * the condition that they sum to what all players together gain (Lundberg and Lee 2017, theorem 2).
 */
final class ShapleyRegression {
  /** Keeps too few samples solvable, as a share of their number. */
  private static final double RIDGE = 1e-6;

  private ShapleyRegression() {}

  /**
   * Solves.
   *
   * @param coalitions nobody's, everybody's, then drawn ones
   * @param scores a row a coalition, a column a game
   * @return a row a game, a column a player
   */
  static double[][] solve(List<boolean[]> coalitions, double[][] scores) {
    int players = coalitions.get(0).length;
    int games = scores[0].length;
    int last = players - 1;
    double[][] matrix = new double[last][last];
    double[][] right = new double[games][last];
    double[] row = new double[last];
    for (int i = 2; i < coalitions.size(); i++) {
      boolean[] coalition = coalitions.get(i);
      double hasLast = coalition[last] ? 1 : 0;
      for (int j = 0; j < last; j++) {
        row[j] = (coalition[j] ? 1 : 0) - hasLast;
      }
      for (int j = 0; j < last; j++) {
        if (row[j] == 0) {
          continue;
        }
        for (int k = 0; k <= j; k++) {
          matrix[j][k] += row[j] * row[k];
        }
        for (int game = 0; game < games; game++) {
          double gain = scores[1][game] - scores[0][game];
          right[game][j] += row[j] * (scores[i][game] - scores[0][game] - hasLast * gain);
        }
      }
    }
    for (int j = 0; j < last; j++) {
      matrix[j][j] += RIDGE * coalitions.size();
    }
    decompose(matrix);
    double[][] values = new double[games][players];
    for (int game = 0; game < games; game++) {
      double rest = scores[1][game] - scores[0][game];
      double[] solved = substitute(matrix, right[game]);
      for (int j = 0; j < last; j++) {
        values[game][j] = solved[j];
        rest -= solved[j];
      }
      values[game][last] = rest;
    }
    return values;
  }

  /** Cholesky: the lower triangle becomes L with L·Lᵀ the matrix. */
  private static void decompose(double[][] a) {
    for (int j = 0; j < a.length; j++) {
      for (int k = 0; k < j; k++) {
        a[j][j] -= a[j][k] * a[j][k];
      }
      a[j][j] = Math.sqrt(a[j][j]);
      for (int i = j + 1; i < a.length; i++) {
        for (int k = 0; k < j; k++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
        a[i][j] /= a[j][j];
      }
    }
  }

  private static double[] substitute(double[][] l, double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < l.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[i][k] * x[k];
      }
      x[i] /= l[i][i];
    }
    for (int i = l.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < l.length; k++) {
        x[i] -= l[k][i] * x[k];
      }
      x[i] /= l[i][i];
    }
    return x;
  }
}
