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

  /** Random first weights (He et al. 2015), which a layer needs that another one follows. */
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
    MatrixProduct.transpose(x, transposed, rows, inputs);
    float[] columns = new float[outputs * rows];
    for (int o = 0; o < outputs; o++) {
      Arrays.fill(columns, o * rows, (o + 1) * rows, bias[o]);
    }
    MatrixProduct.add(weights, transposed, columns, outputs, inputs, rows);
    float[] y = new float[rows * outputs];
    MatrixProduct.transpose(columns, y, outputs, rows);
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
    MatrixProduct.transpose(delta, columns, rows, outputs);
    MatrixProduct.add(columns, x, weightGradient, outputs, rows, inputs);
    for (int row = 0; row < rows; row++) {
      for (int o = 0; o < outputs; o++) {
        biasGradient[o] += delta[row * outputs + o];
      }
    }
  }

  /** The gradient with respect to the inputs: [rows][inputs]. */
  float[] inputGradient(float[] delta, int rows) {
    float[] gradient = new float[rows * inputs];
    MatrixProduct.add(delta, weights, gradient, rows, outputs, inputs);
    return gradient;
  }
}
