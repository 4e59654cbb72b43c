package io.github.resnet50.adapt.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A dense layer in training: parameters and their gradients. Used by one thread. */
final class DenseLayer {
  final int inputs;
  final int outputs;
  final boolean relu;

  /** [outputs][inputs] */
  final float[] weights;

  final float[] bias;
  final float[] weightGradient;
  final float[] biasGradient;

  DenseLayer(int inputs, int outputs, boolean relu) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.relu = relu;
    this.weights = new float[outputs * inputs];
    this.bias = new float[outputs];
    this.weightGradient = new float[weights.length];
    this.biasGradient = new float[outputs];
  }

  /** Draws the weights from a normal distribution of variance 2 / inputs (He et al. 2015). */
  void initialize(SplittableRandom random) {
    double deviation = Math.sqrt(2.0 / inputs);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /**
   * @param rows how many
   * @param x [rows][inputs]
   * @return [rows][outputs]
   */
  float[] forward(float[] x, int rows) {
    float[] transposed = new float[rows * inputs];
    transpose(x, transposed, rows, inputs);
    float[] columns = new float[outputs * rows];
    for (int o = 0; o < outputs; o++) {
      Arrays.fill(columns, o * rows, (o + 1) * rows, bias[o]);
    }
    addProduct(weights, transposed, columns, outputs, inputs, rows);
    float[] y = new float[rows * outputs];
    transpose(columns, y, outputs, rows);
    for (int i = 0; relu && i < y.length; i++) {
      y[i] = Math.max(0, y[i]);
    }
    return y;
  }

  /**
   * Finds the gradients of the parameters.
   *
   * @param x what {@link #forward} was given
   * @param delta gradient with respect to what it returned, before any ReLU: [rows][outputs]
   */
  void backward(float[] x, float[] delta, int rows) {
    Arrays.fill(weightGradient, 0);
    Arrays.fill(biasGradient, 0);
    float[] columns = new float[delta.length];
    transpose(delta, columns, rows, outputs);
    addProduct(columns, x, weightGradient, outputs, rows, inputs);
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < outputs; o++) {
        biasGradient[o] += delta[row * outputs + o];
      }
    }
  }

  /** The gradient with respect to the inputs: [rows][inputs]. */
  float[] inputGradient(float[] delta, int rows) {
    float[] gradient = new float[rows * inputs];
    addProduct(delta, weights, gradient, rows, outputs, inputs);
    return gradient;
  }

  /**
   * Adds a product of matrices, flat arrays with row after row: {@code c += a · b}. The innermost
   * loop goes along rows, which the JIT compiler turns into vector instructions; the order of
   * additions is fixed, so the result is the same to the bit wherever it runs.
   *
   * @param a [rows][inner]
   * @param b [inner][columns]
   * @param c [rows][columns]
   */
  private static void addProduct(
      float[] a, float[] b, float[] c, int rows, int inner, int columns) {
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
  private static void transpose(float[] a, float[] transposed, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = a[row * columns + column];
      }
    }
  }
}
