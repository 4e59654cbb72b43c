package io.github.resnet50.graph.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.onnx.OnnxQuantizer.Levels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges of what is added and then clipped at 0. */
class SummandHistogramTest {

  private static Levels levels(float[] values, float[] others, ClippingRule rule) {
    return of(values, others).levels(rule).orElseThrow();
  }

  private static SummandHistogram of(float[] values, float[] others) {
    SummandHistogram histogram = new SummandHistogram();
    histogram.add(values, others);
    return histogram;
  }

  @Test
  void countsValuesDownToTheNegativeOfTheOther() {
    float[] values = {-40, -3, 0.5f, 2};
    float[] others = {1, 0.25f, 7, 0};
    Levels levels = levels(values, others, ClippingRule.LARGEST);
    assertEquals(3.0 / 255, levels.step(), 1e-6, "from -1, of which the sum is 0, to 2");
    assertEquals(85, levels.zero());
  }

  @Test
  void whereBothAreNegativeNoPositiveValueIsSeen() {
    float[] values = {-1, -10, 0.5f, -2};
    float[] others = {-10, 3, 0, 4};
    Levels levels = levels(values, others, ClippingRule.LARGEST);
    assertEquals(3.5 / 255, levels.step(), 1e-6, "from -3, of which the sum is 0, to 0.5");
  }

  @Test
  void stretchedAdditionsAreNotLookedAt() {
    assertTrue(of(new float[4], new float[2]).levels(ClippingRule.LARGEST).isEmpty());
  }

  @Test
  void whatIsNeverSeenNeedsNoRange() {
    Levels levels = levels(new float[] {-5, -6}, new float[] {0, 0}, ClippingRule.SQUARED_ERROR);
    assertTrue(levels.step() > 0 && levels.zero() == 0, levels.toString());
  }

  @Test
  void clippedSumsAreNearerThanWithASymmetricRange() {
    Random random = new Random(5);
    float[] values = new float[100_000];
    float[] others = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() - (i % 10 == 0 ? 6 : 0.5));
      others[i] = (float) Math.max(0, random.nextGaussian());
    }
    Levels levels = levels(values, others, ClippingRule.SQUARED_ERROR);
    ActivationHistogram all = new ActivationHistogram();
    all.add(values);
    QuantizedRange symmetric = ClippingRule.SQUARED_ERROR.range(all);
    double error = error(values, others, new Levels((float) symmetric.step(), 128));
    assertTrue(error(values, others, levels) < 0.5 * error, levels + ", " + symmetric);
  }

  @Test
  void theOrderOfBatchesMakesNoDifference() {
    float[] values = {-2, 1, 3, -0.5f, 8, 0.1f};
    float[] others = {1, 1, 0, 2, 0, 0};
    SummandHistogram parts = of(Arrays.copyOf(values, 2), Arrays.copyOf(others, 2));
    parts.add(Arrays.copyOfRange(values, 2, 6), Arrays.copyOfRange(others, 2, 6));
    for (ClippingRule rule : ClippingRule.values()) {
      float whole = levels(values, others, rule).step();
      assertEquals(whole, parts.levels(rule).orElseThrow().step(), 0.002);
    }
  }

  /** The mean squared difference of sums after the clipping. */
  private static double error(float[] values, float[] others, Levels levels) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double units = Math.rint(values[i] / levels.step()) + levels.zero();
      double rounded = (Math.max(0, Math.min(255, units)) - levels.zero()) * levels.step();
      double off = Math.max(0, values[i] + others[i]) - Math.max(0, rounded + others[i]);
      sum += off * off;
    }
    return sum / values.length;
  }
}
