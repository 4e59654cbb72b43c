package io.github.resnet50.compress;

import java.util.List;

/**
 * How a model was quantised.
 *
 * @param clipping the rule for all ranges
 * @param biasCorrected whether biases were corrected
 * @param quantized convolutions that run in 8 bits
 * @param kept those that stay float for accuracy's sake, the costliest first
 * @param share of the model's arithmetic that runs in 8 bits, 0 to 1
 */
record Int8Choice(
    ClippingRule clipping, boolean biasCorrected, int quantized, List<String> kept, double share) {
  Int8Choice {
    kept = List.copyOf(kept);
  }
}
