package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import java.util.Optional;

/**
 * Weights of a convolution in 8 bits and its bias in 32, each output channel with a step of its
 * own.
 *
 * @param kernel in the shape of the original
 * @param steps the weight of 1, an output channel
 * @param bias an output channel, in units of the input's step times the weights'
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Int8Weights(byte[] kernel, float[] steps, int[] bias) {
  private static final float SMALLEST_STEP = 1e-14f; // a channel of zeros needs one too
  private static final double MOST_OF_BIAS = 1 << 30;

  /** How weights become whole numbers. */
  enum Rounding {
    NEAREST,
    /**
     * What is lost at one weight is made up by the next, a neighbour in the image: so errors cancel
     * out where neighbours are alike, as in images they are. ResNet50's first convolution, rounded
     * to the nearest, cost three quarters of what all others cost together (in divergence); so, a
     * seventh. Levels of images are rounded like that (Floyd and Steinberg 1976).
     */
    CARRIED
  }

  /**
   * Rounds.
   *
   * @param kernel {@code [outputs, inputs of a group, height, width]}
   * @param bias one number an output channel
   * @param inputStep the step of what is convolved
   * @param most the largest magnitude of a weight, 127 at most
   * @param means of each input channel, for which the mean error of rounding is made up by the
   *     bias; empty where it is not
   */
  static Int8Weights of(
      Constant kernel,
      float[] bias,
      float inputStep,
      int most,
      Optional<double[]> means,
      Rounding rounding) {
    float[] weights = kernel.floats();
    int each = weights.length / bias.length;
    float[] steps = new float[bias.length];
    byte[] rounded = new byte[weights.length];
    for (int o = 0; o < bias.length; o++) {
      float largest = 0;
      for (int i = o * each; i < (o + 1) * each; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      // Where all weights are next to nothing, the step is that in which the bias can be told.
      double leastStep = Math.max(SMALLEST_STEP, Math.abs(bias[o]) / (inputStep * MOST_OF_BIAS));
      steps[o] = (float) Math.max(leastStep, largest / most);
      double carried = 0;
      for (int n = 0; n < each; n++) {
        int i = o * each + (rounding == Rounding.CARRIED ? neighbour(kernel, n) : n);
        double units = weights[i] / steps[o] + carried;
        rounded[i] = (byte) Math.max(-most, Math.min(most, Math.rint(units)));
        carried = rounding == Rounding.CARRIED ? units - rounded[i] : 0;
      }
    }
    int perOutput = Math.toIntExact(kernel.sizes().get(1));
    double[] missing =
        means
            .map(known -> missing(weights, rounded, steps, perOutput, known))
            .orElseGet(() -> new double[bias.length]);
    int[] units = new int[bias.length];
    for (int o = 0; o < bias.length; o++) {
      units[o] = (int) Math.rint((bias[o] + missing[o]) / ((double) inputStep * steps[o]));
    }
    return new Int8Weights(rounded, steps, units);
  }

  /** The n-th weight of an output: all channels of a place, then a place beside it. */
  private static int neighbour(Constant kernel, int n) {
    int inputs = Math.toIntExact(kernel.sizes().get(1));
    int height = Math.toIntExact(kernel.sizes().get(2));
    int width = Math.toIntExact(kernel.sizes().get(3));
    int row = n / inputs / width;
    int along = n / inputs % width;
    int column = row % 2 == 0 ? along : width - 1 - along;
    return (n % inputs * height + row) * width + column;
  }

  /**
   * What the mean of each output channel lacks through rounded weights (Nagel et al. 2019,
   * "Data-free quantization through weight equalization and bias correction", section 4.2).
   *
   * @param perOutput how many inputs an output takes: those of its group
   */
  private static double[] missing(
      float[] weights, byte[] rounded, float[] steps, int perOutput, double[] means) {
    double[] missing = new double[steps.length];
    int each = weights.length / steps.length;
    int places = each / perOutput;
    int groups = means.length / perOutput;
    for (int o = 0; o < steps.length; o++) {
      int first = o * groups / steps.length * perOutput;
      for (int i = 0; i < each; i++) {
        double error = weights[o * each + i] - (double) rounded[o * each + i] * steps[o];
        missing[o] += error * means[first + i / places];
      }
    }
    return missing;
  }

  /** The bias of 1, an output channel. */
  float[] biasSteps(float inputStep) {
    float[] products = new float[steps.length];
    for (int o = 0; o < products.length; o++) {
      products[o] = inputStep * steps[o];
    }
    return products;
  }
}
