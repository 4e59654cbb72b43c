package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.onnx.OnnxQuantizer.Levels;

/**
 * A histogram of the values that are added to others before a clipping at 0, as the sums show them:
 * below the negative of what it is added to a value makes no difference any more. Half of
 * ResNet50's are such, some of them far out; a range that does without those has finer steps.
 */
final class SummandHistogram {
  private static final double SMALLEST = 1e-6;

  private final ActivationHistogram above = new ActivationHistogram();
  private final ActivationHistogram below = new ActivationHistogram();

  /**
   * Takes values.
   *
   * @param others what each is added to
   */
  void add(float[] values, float[] others) {
    float[] positive = new float[values.length];
    float[] negative = new float[values.length];
    int positives = 0;
    int negatives = 0;
    for (int i = 0; i < values.length; i++) {
      float seen = Math.max(values[i], -others[i]);
      if (seen > 0) {
        positive[positives++] = seen;
      } else {
        negative[negatives++] = -seen;
      }
    }
    above.add(positive, positives);
    below.add(negative, negatives);
  }

  /** The bytes for them. */
  Levels levels(ClippingRule rule) {
    ClippingRule.Limits limits = rule.limits(above, below);
    double step = Math.max(SMALLEST, limits.high() + limits.low()) / QuantizedRange.LEVELS;
    return new Levels((float) step, (int) Math.rint(limits.low() / step));
  }
}
