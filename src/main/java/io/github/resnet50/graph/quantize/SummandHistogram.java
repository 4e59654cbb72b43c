package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.onnx.OnnxQuantizer.Levels;
import java.util.Optional;

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
   * Takes values; none where an addition stretches one of the two.
   *
   * @param others what each is added to
   */
  void add(float[] values, float[] others) {
    if (values.length != others.length) {
      return;
    }
    float[] positive = new float[values.length];
    float[] negative = new float[values.length];
    int positives = 0;
    int negatives = 0;
    for (int i = 0; i < values.length; i++) {
      // A sum below 0 is seen as 0, as it would be with any smaller value: the one that is the
      // easiest to represent stands for all.
      float seen = values[i] > -others[i] ? values[i] : Math.min(0, -others[i]);
      // Without a branch, of which no processor would foresee the way; the next overwrites.
      positive[positives] = seen;
      negative[negatives] = -seen;
      int isPositive = seen > 0 ? 1 : 0;
      positives += isPositive;
      negatives += 1 - isPositive;
    }
    above.add(positive, positives);
    below.add(negative, negatives);
  }

  /** The bytes for them; empty where there were none. */
  Optional<Levels> levels(ClippingRule rule) {
    if (above.count() + below.count() == 0) {
      return Optional.empty();
    }
    ClippingRule.Limits limits = rule.limits(above, below);
    double step = Math.max(SMALLEST, limits.high() + limits.low()) / QuantizedRange.LEVELS;
    return Optional.of(new Levels((float) step, (int) Math.rint(limits.low() / step)));
  }
}
