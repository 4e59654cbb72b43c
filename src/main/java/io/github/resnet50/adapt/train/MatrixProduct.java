package io.github.resnet50.adapt.train;

/** Matrices as flat arrays, row after row. */
final class MatrixProduct {
  private MatrixProduct() {}

  /**
   * Adds a product: {@code c += a · b}. The innermost loop goes along rows, which the JIT compiler
   * turns into vector instructions; the order of additions is fixed, so the result is the same to
   * the bit wherever it runs.
   *
   * @param a [rows][inner]
   * @param b [inner][columns]
   * @param c [rows][columns]
   */
  static void add(float[] a, float[] b, float[] c, int rows, int inner, int columns) {
    for (int row = 0; row < rows; row++) {
      int k = 0;
      for (; k + 3 < inner; k += 4) {
        fourRows(a, row * inner + k, b, k * columns, c, row * columns, columns);
      }
      for (; k < inner; k++) {
        oneRow(a[row * inner + k], b, k * columns, c, row * columns, columns);
      }
    }
  }

  private static void fourRows(
      float[] a, int atA, float[] b, int atB, float[] c, int atC, int columns) {
    float a0 = a[atA];
    float a1 = a[atA + 1];
    float a2 = a[atA + 2];
    float a3 = a[atA + 3];
    int b1 = atB + columns;
    int b2 = b1 + columns;
    int b3 = b2 + columns;
    for (int j = 0; j < columns; j++) {
      c[atC + j] += a0 * b[atB + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
    }
  }

  private static void oneRow(float a, float[] b, int atB, float[] c, int atC, int columns) {
    for (int j = 0; j < columns; j++) {
      c[atC + j] += a * b[atB + j];
    }
  }

  /** The transpose of the first rows · columns numbers of {@code a}, which has them row by row. */
  static void transpose(float[] a, float[] transposed, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = a[row * columns + column];
      }
    }
  }
}
