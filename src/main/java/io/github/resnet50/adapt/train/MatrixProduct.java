package io.github.resnet50.adapt.train;

/** Products of matrices in double precision: flat arrays with row after row. */
final class MatrixProduct {
  private MatrixProduct() {}

  /**
   * Adds {@code a · b} to {@code c}. The innermost loop goes along rows, which the JIT compiler
   * turns into vector instructions; four rows of {@code b} stay in the cache while all rows of
   * {@code c} take what they bring. The order of additions is fixed, so the result is the same to
   * the bit wherever it runs.
   *
   * @param a [rows][inner]
   * @param b [inner][columns]
   * @param c [rows][columns]
   */
  static void add(double[] a, double[] b, double[] c, int rows, int inner, int columns) {
    int k = 0;
    for (; k + 3 < inner; k += 4) {
      for (int row = 0; row < rows; row++) {
        fourRows(a, row * inner + k, b, k * columns, c, row * columns, columns);
      }
    }
    for (; k < inner; k++) {
      for (int row = 0; row < rows; row++) {
        oneRow(a[row * inner + k], b, k * columns, c, row * columns, columns);
      }
    }
  }

  private static void fourRows(
      double[] a, int atA, double[] b, int atB, double[] c, int atC, int columns) {
    double a0 = a[atA];
    double a1 = a[atA + 1];
    double a2 = a[atA + 2];
    double a3 = a[atA + 3];
    int b1 = atB + columns;
    int b2 = b1 + columns;
    int b3 = b2 + columns;
    for (int j = 0; j < columns; j++) {
      c[atC + j] += a0 * b[atB + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
    }
  }

  private static void oneRow(double a, double[] b, int atB, double[] c, int atC, int columns) {
    for (int j = 0; j < columns; j++) {
      c[atC + j] += a * b[atB + j];
    }
  }

  /**
   * Swaps rows and columns.
   *
   * @param a [rows][columns]
   */
  static double[] transposed(double[] a, int rows, int columns) {
    double[] turned = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = a[row * columns + column];
      }
    }
    return turned;
  }

  /** Of two vectors as long as each other. */
  static double dot(double[] a, double[] b) {
    return dot(a, 0, b, 0, a.length);
  }

  static double dot(double[] a, int atA, double[] b, int atB, int length) {
    double s0 = 0; // four sums, so that additions need not wait for each other
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      s0 += a[atA + i] * b[atB + i];
      s1 += a[atA + i + 1] * b[atB + i + 1];
      s2 += a[atA + i + 2] * b[atB + i + 2];
      s3 += a[atA + i + 3] * b[atB + i + 3];
    }
    for (; i < length; i++) {
      s0 += a[atA + i] * b[atB + i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
