package io.github.resnet50.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.evaluate.ThresholdFitter.FittedThreshold;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.Certainty;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdFitterTest {
  @Test
  void scoresAreThoseOfTheirDefinitions() {
    Certainty certainty =
        Certainty.of(
            new ImageScores(new float[] {0.5f, 0.25f, 0.25f, 0}, new float[] {3, 2, 2, -100}));
    assertEquals(0.5, certainty.maxSoftmax());
    assertEquals(1.5 * Math.log(2), certainty.entropy(), 1e-7);
    assertEquals(-Math.log(Math.exp(3) + 2 * Math.exp(2)), certainty.energy(), 1e-7);
    assertEquals(
        -1000, Certainty.of(new ImageScores(new float[] {1}, new float[] {1000})).energy());
  }

  @Test
  void theAskedShareOfTheRightOnesStaysCertain() {
    ThresholdFitter fitter = new ThresholdFitter(1);
    for (int i = 1; i <= 20; i++) {
      add(fitter, 0.5f + i / 50f, 0);
    }
    add(fitter, 0.51f, 1);
    add(fitter, 0.85f, 1);
    List<FittedThreshold> thresholds = fitter.fit(0.95, 1);
    assertEquals(
        List.of(Score.MAX_SOFTMAX, Score.ENTROPY),
        thresholds.stream().map(FittedThreshold::score).toList(),
        "there are no logits");
    FittedThreshold max = thresholds.get(0);
    assertEquals(0.54f, max.value());
    assertEquals(0.95, max.keptCorrect());
    assertEquals(0.5, max.flaggedWrong());
    assertEquals(true, max.threshold().isUncertain(new Certainty(0.539, 0, null)));
    assertEquals(false, max.threshold().isUncertain(new Certainty(0.54f, 0, null)));
    FittedThreshold entropy = thresholds.get(1);
    assertEquals(-(0.54 * Math.log(0.54) + 0.46 * Math.log(0.46)), entropy.value(), 1e-6);
    assertEquals(true, entropy.threshold().isUncertain(new Certainty(1, 0.692, null)));
    assertEquals(0.54f, fitter.fit(0.95, 1).get(0).value());
    assertEquals(0.52f, fitter.fit(1, 1).get(0).value());
  }

  /** Thresholds of few images hold less of others than of themselves, and that is told. */
  @Test
  void sharesAreOfImagesThatAThresholdWasNotFittedTo() {
    SplittableRandom random = new SplittableRandom(3);
    double[] kept = new double[2];
    int tellFully = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      ThresholdFitter fitter = new ThresholdFitter(trial);
      for (int i = 0; i < 40; i++) {
        boolean right = random.nextDouble() < 0.8;
        float p = (float) (0.5 + 0.5 * Math.pow(random.nextDouble(), right ? 0.5 : 1.5));
        add(fitter, i + ".jpg", p, right ? 0 : 1);
      }
      FittedThreshold max = fitter.fit(0.9, 1).get(0);
      ThresholdFitter.HeldOut heldOut = max.heldOut();
      kept[0] += max.keptCorrect() / trials;
      kept[1] += heldOut.keptCorrect().value() / trials;
      tellFully += heldOut.flaggedWrong().high() > heldOut.flaggedWrong().low() ? 1 : 0;
    }
    assertTrue(kept[0] >= 0.9, "by construction: " + kept[0]);
    // Of k others the (l + 1)-th smallest of k leaves (l + 1) / (k + 1) below it: about 2 of 16.
    assertEquals(1 - 2 / 16.0, kept[1], 0.015);
    assertEquals(trials, tellFully);
  }

  @Test
  void aHalfWithoutARightImageTellsNothing() {
    ThresholdFitter fitter = new ThresholdFitter(1);
    add(fitter, 0.9f, 0);
    assertNull(fitter.fit(0.95, 1).get(0).heldOut());
  }

  private static void add(ThresholdFitter fitter, float p, int trueClass) {
    add(fitter, "x", p, trueClass);
  }

  private static void add(ThresholdFitter fitter, String name, float p, int trueClass) {
    float[] probabilities = {p, 1 - p};
    fitter.add(
        new Predicted(
            0,
            name,
            1,
            1,
            List.of(new Prediction(0, "a", "a", p)),
            new ImageScores(probabilities, null)),
        Observation.of(trueClass, probabilities));
  }
}
