package io.github.resnet50.compress;

import io.github.resnet50.graph.TensorRef;
import java.util.function.Function;

/**
 * Takes the mean error that rounded weights bring out of the bias: with inputs of known means, each
 * output channel's mean is what it was (Nagel et al. 2019, "Data-free quantization through weight
 * equalization and bias correction", section 4.2, with means from calibration instead of from batch
 * normalisation). The border, where padding has another mean, is left out of account.
 */
final class BiasCorrection {
  private final Function<TensorRef, double[]> means;

  /**
   * @param means of each channel of a tensor
   */
  BiasCorrection(Function<TensorRef, double[]> means) {
    this.means = means;
  }

  /** A site's bias plus what rounding its weights takes from each output channel on average. */
  float[] correct(ConvolutionSite site) {
    int channels = site.channels();
    double[] inputs = means.apply(site.input());
    float[] errors = QuantizedKernel.of(site.kernel(), channels).errors(site.kernel());
    double[] missing = new double[channels];
    // [height, width, in, out]; or, depthwise, [height, width, in, multiplier].
    int multiplier = site.depthwise() ? channels / inputs.length : channels;
    for (int i = 0; i < errors.length; i++) {
      missing[i % channels] += errors[i] * inputs[i / multiplier % inputs.length];
    }
    float[] bias = site.bias().floats();
    for (int c = 0; c < channels; c++) {
      bias[c] += (float) missing[c];
    }
    return bias;
  }
}
