package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BatchNormStatisticsTest {
  private static BatchNormStatistics of(double mean, double variance) {
    return new BatchNormStatistics(
        new double[] {mean, mean, mean}, new double[] {variance, variance, variance});
  }

  @Test
  void measuresActivationsInEitherLayout() {
    // Two images of two places with two channels: 1, 3, 5, 7 and always 10.
    float[] last = {1, 10, 3, 10, 5, 10, 7, 10};
    float[] first = {1, 3, 10, 10, 5, 7, 10, 10};
    BatchNormStatistics expected =
        new BatchNormStatistics(new double[] {4, 10}, new double[] {5, 0});
    assertEquals(0, expected.divergence(BatchNormStatistics.of(last, 2, 2, true)), 1e-9);
    assertEquals(0, expected.divergence(BatchNormStatistics.of(first, 2, 2, false)), 1e-9);
  }

  @Test
  void isTheDivergenceOfNormalDistributions() {
    assertEquals(0, of(1, 2).divergence(of(1, 2)), 1e-12);
    // Twice the deviation: ½ (4 − 1 − ln 4).
    assertEquals((3 - Math.log(4)) / 2, of(0, 1).divergence(of(0, 4)), 1e-6);
    // Two deviations beside: ½ · 2².
    assertEquals(2, of(0, 9).divergence(of(6, 9)), 1e-6);
  }

  @Test
  void deadChannelsDoNotDecide() {
    BatchNormStatistics kept =
        new BatchNormStatistics(new double[] {0, 0, 0}, new double[] {1, 1, 1e-12});
    BatchNormStatistics met =
        new BatchNormStatistics(new double[] {0, 0, 50}, new double[] {1, 1, 1});
    assertTrue(kept.divergence(met) < 1e-6);
  }
}
