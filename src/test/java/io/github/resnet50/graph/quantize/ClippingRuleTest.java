package io.github.resnet50.graph.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Histograms of known values, and the ranges that are chosen for them. */
class ClippingRuleTest {

  private static ActivationHistogram of(float... values) {
    ActivationHistogram histogram = new ActivationHistogram();
    histogram.add(values);
    return histogram;
  }

  private static float[] evenly(int count, float largest) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = largest * (i + 1) / count;
    }
    return values;
  }

  @Test
  void countsEveryValueWhateverTheOrderOfTheirSizes() {
    ActivationHistogram rising = new ActivationHistogram();
    for (float value : new float[] {0.001f, 0.5f, -3f, 100f, 7000f}) {
      rising.add(new float[] {value});
    }
    long count = 0;
    for (int i = 0; i < rising.size(); i++) {
      count += rising.bin(i);
    }
    assertEquals(5, count);
    assertEquals(5, rising.count());
    assertEquals(7000f, rising.largest());
    assertTrue(rising.signed());
    assertTrue(rising.end(rising.size() - 1) >= 7000, "the last bin reaches the largest");
    assertFalse(of(0f, 1f).signed());
  }

  @Test
  void manyAtOnceAreCountedAsOneAfterTheOther() {
    Random random = new Random(11);
    ActivationHistogram together = new ActivationHistogram();
    ActivationHistogram alone = new ActivationHistogram();
    for (int batch = 0; batch < 5; batch++) {
      float[] values = new float[3001];
      for (int i = batch; i < values.length; i++) {
        values[i] = (float) (Math.max(-1, random.nextGaussian()) * Math.exp(batch * i / 1000.0));
      }
      together.add(values);
      for (float value : values) {
        alone.add(new float[] {value});
      }
    }
    for (int i = 0; i < alone.size(); i++) {
      assertEquals(alone.bin(i), together.bin(i), "bin " + i);
    }
    assertEquals(alone.end(7), together.end(7));
    assertEquals(alone.largest(), together.largest());
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThrows(ArithmeticException.class, () -> of(1f, Float.NaN));
    assertThrows(ArithmeticException.class, () -> of(Float.POSITIVE_INFINITY));
  }

  @Test
  void takesTheLargestOrAllButOneInTenThousand() {
    float[] values = evenly(100_000, 1f);
    values[0] = 50f;
    ActivationHistogram histogram = of(values);
    assertEquals(50, ClippingRule.LARGEST.limit(histogram));
    assertEquals(1, ClippingRule.PERCENTILE.limit(histogram), 0.03);
    assertEquals(new QuantizedRange(false, 50f), ClippingRule.LARGEST.range(histogram));
  }

  @Test
  void clipsForTheLeastSquaredErrorOnlyWhereThatPays() {
    ActivationHistogram even = of(evenly(100_000, 2f));
    assertEquals(2, ClippingRule.SQUARED_ERROR.limit(even), 0.04);
    Random random = new Random(3);
    float[] tailed = new float[200_000];
    for (int i = 0; i < tailed.length; i++) {
      tailed[i] = (float) Math.abs(random.nextGaussian());
    }
    tailed[7] = 40;
    ActivationHistogram histogram = of(tailed);
    double limit = ClippingRule.SQUARED_ERROR.limit(histogram);
    assertTrue(limit < 40 && limit > 4, "limit " + limit);
    assertTrue(trueError(tailed, limit) < trueError(tailed, 40), "limit " + limit);
    assertEquals(
        trueError(tailed, limit),
        ClippingRule.squaredError(histogram, limit, limit / 255),
        0.1 * trueError(tailed, limit));
  }

  private static double trueError(float[] values, double limit) {
    QuantizedRange range = new QuantizedRange(false, (float) limit);
    double sum = 0;
    for (float value : values) {
      sum += Math.pow(value - range.rounded(value), 2);
    }
    return sum;
  }

  @Test
  void rangesAreNeverEmpty() {
    assertTrue(ClippingRule.LARGEST.range(of(0f, 0f)).limit() > 0);
    assertTrue(ClippingRule.SQUARED_ERROR.range(of(0f, 0f)).limit() > 0);
    assertThrows(IllegalArgumentException.class, () -> new QuantizedRange(true, 0f));
  }

  @Test
  void roundsToTheNearestStepAndSaturates() {
    QuantizedRange unsigned = new QuantizedRange(false, 25.5f);
    assertEquals(0.1, unsigned.step(), 1e-6);
    assertEquals(3.1, unsigned.rounded(3.14), 1e-5);
    assertEquals(25.5, unsigned.rounded(99), 1e-5);
    assertEquals(0, unsigned.rounded(-4), 1e-9);
    QuantizedRange signed = new QuantizedRange(true, 12.7f);
    assertEquals(-12.7f, signed.min());
    assertEquals(-0.5, signed.rounded(-0.53), 1e-5);
    assertEquals(-12.7, signed.rounded(-99), 1e-5);
  }
}
