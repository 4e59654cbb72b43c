package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a graph's input comes from the levels 0..255 of images: {@code step × (level − zero)}, each
 * channel with its own. The levels are bytes already, so a convolution that takes them as they are
 * loses nothing by that, while bytes that a single step makes of the input lose half a level: it is
 * edges that a first convolution looks for, in which that is much.
 *
 * @param steps a channel
 * @param zeros a channel: the level whose number is 0
 */
public record ImageLevels(List<Double> steps, List<Double> zeros) {
  public ImageLevels {
    steps = List.copyOf(steps);
    zeros = List.copyOf(zeros);
  }

  /** The level that borders are padded with, where each channel should have its own zero. */
  int border() {
    double mean = zeros.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return (int) Math.rint(Math.max(0, Math.min(255, mean)));
  }

  /** The kernel of a convolution that takes levels, less {@link #border}, in place of the input. */
  Constant kernel(Constant kernel) {
    float[] weights = kernel.floats();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * steps.get(channel(kernel, i)));
    }
    return Constant.floats(kernel.sizes(), weights);
  }

  /** Its bias. */
  float[] bias(Constant kernel, float[] bias) {
    float[] weights = kernel.floats();
    int each = weights.length / bias.length;
    float[] shifted = new float[bias.length];
    for (int o = 0; o < bias.length; o++) {
      double sum = bias[o];
      for (int i = o * each; i < (o + 1) * each; i++) {
        int channel = channel(kernel, i);
        sum += weights[i] * steps.get(channel) * (border() - zeros.get(channel));
      }
      shifted[o] = (float) sum;
    }
    return shifted;
  }

  /** The means of what it takes, a channel. */
  double[] means(double[] inputs) {
    return IntStream.range(0, inputs.length)
        .mapToDouble(c -> inputs[c] / steps.get(c) + zeros.get(c) - border())
        .toArray();
  }

  /**
   * @param kernel {@code [outputs, channels, height, width]}
   */
  private static int channel(Constant kernel, int index) {
    long places = kernel.sizes().get(2) * kernel.sizes().get(3);
    return (int) (index / places % kernel.sizes().get(1));
  }
}
