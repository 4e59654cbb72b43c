package io.github.resnet50.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.metrics.Binning.Bin;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
  private static final Binning BINS = new Binning(15, false);

  /** As NumPy and SciPy have it. */
  @Test
  void chanceIsTakenOff() {
    CalibrationError error =
        new CalibrationError(
            List.of(
                Bin.of(0.4, 0.6, 40, 20, 18),
                Bin.of(0.6, 0.8, 0, 0, 0),
                Bin.of(0.8, 1, 160, 144, 152),
                Bin.of(0, 0.2, 3, 0.3, 2)));
    assertEquals((40 * 0.05 + 160 * 0.05 + 3 * (2 / 3.0 - 0.1)) / 203, error.expected(), 1e-12);
    assertEquals(0.0526063, error.debiased(), 1e-6);
    assertEquals(0.0293866, error.ofCalibrated(), 1e-6);
    assertEquals(0.05, error.maximum(), 1e-12, "three images are no bin");
  }

  /** Confidences from 0.2 to 1, most of them high, and how often such are right. */
  private static List<Observation> images(
      int count, DoubleUnaryOperator accuracy, SplittableRandom random) {
    List<Observation> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float confidence = (float) (1 - 0.8 * Math.pow(random.nextDouble(), 2));
      boolean right = random.nextDouble() < accuracy.applyAsDouble(confidence);
      images.add(new Observation(0, right ? 0 : 1, right ? 0 : 1, confidence, 0.5f, 0));
    }
    return images;
  }

  @Test
  void theIntervalHoldsWhatItShouldAndTheDebiasedErrorIsNearer() {
    List<DoubleUnaryOperator> models =
        List.of(
            confidence -> confidence,
            confidence -> confidence - 0.03,
            confidence -> confidence - 0.1,
            confidence -> 0.3 + 0.5 * confidence,
            confidence -> confidence - 0.1 + 0.1 * Math.sin(20 * confidence));
    for (DoubleUnaryOperator model : models) {
      SplittableRandom random = new SplittableRandom(8);
      double truth = BINS.expectedError(images(400_000, model, random));
      truth = truth < 0.003 ? 0 : truth; // which is chance too
      for (int count : new int[] {100, 400, 2000}) {
        int held = 0;
        double raw = 0;
        double debiased = 0;
        int trials = count == 2000 ? 300 : 1000;
        for (int trial = 0; trial < trials; trial++) {
          CalibrationError error = BINS.errors(images(count, model, random));
          Estimate estimate = error.estimate();
          held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
          raw += error.expected() / trials;
          debiased += error.debiased() / trials;
        }
        String line =
            "%.4f of %d: %d of %d, %.4f, %.4f".formatted(truth, count, held, trials, raw, debiased);
        if (Boolean.getBoolean("coverage")) {
          System.out.println(line);
        }
        assertTrue(held >= 0.93 * trials, line);
        assertTrue(raw - truth < 0.005 || Math.abs(debiased - truth) < 0.75 * (raw - truth), line);
      }
    }
  }
}
