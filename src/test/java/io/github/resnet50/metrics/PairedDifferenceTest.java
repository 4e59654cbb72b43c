package io.github.resnet50.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  /** The ends as the likelihood under each difference has them, maximised by SciPy. */
  @Test
  void theIntervalIsTangos() {
    assertInterval(0, 0, 25, 0, -0.133192, 0.133192);
    assertInterval(20, 40, 400, 0.05, 0.0124087, 0.0892251);
    assertInterval(3, 9, 50, 0.12, -0.0177984, 0.2627255);
    assertInterval(0, 5, 30, 5 / 30.0, 0.0342344, 0.3356436);
  }

  private static void assertInterval(
      long onlyFirst, long onlySecond, long images, double value, double low, double high) {
    Estimate estimate = PairedDifference.of(onlyFirst, onlySecond, images);
    assertEquals(value, estimate.value(), 1e-12);
    assertEquals(low, estimate.low(), 1e-5);
    assertEquals(high, estimate.high(), 1e-5);
    Estimate swapped = PairedDifference.of(onlySecond, onlyFirst, images);
    assertEquals(-estimate.low(), swapped.high(), 1e-9);
  }

  @Test
  void itHoldsWhatItShould() {
    SplittableRandom random = new SplittableRandom(2);
    for (double[] shares : new double[][] {{0.02, 0.06}, {0.2, 0.2}, {0.01, 0.01}}) {
      for (int images : new int[] {20, 50, 200}) {
        int covered = 0;
        for (int trial = 0; trial < 2000; trial++) {
          long first = 0;
          long second = 0;
          for (int i = 0; i < images; i++) {
            double u = random.nextDouble();
            first += u < shares[0] ? 1 : 0;
            second += u > 1 - shares[1] ? 1 : 0;
          }
          Estimate e = PairedDifference.of(first, second, images);
          double truth = shares[1] - shares[0];
          covered += e.low() <= truth && truth <= e.high() ? 1 : 0;
        }
        assertTrue(covered > 0.93 * 2000, shares[0] + ", " + images + ": " + covered);
      }
    }
  }
}
