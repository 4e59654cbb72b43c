package io.github.resnet50.adapt.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.metrics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, 0.80, 500, OVERFITTING",
    "1.0, 0.60, 40, OVERFITTING",
    "0.97, 0.90, 1000, SLIGHT",
    "0.97, 0.95, 1000, NONE",
    "0.97, 0.95, 20, UNCERTAIN", // and not in doubt only because there are so few
    "0.60, 0.58, 1000, UNDERFITTING",
    "0.65, 0.40, 1000, OVERFITTING",
    "1.0, 0.92, 12, SLIGHT",
  })
  void theFirstLineThatHolds(double training, double unseen, int images, Overfitting.Diagnosis is) {
    Overfitting verdict = Overfitting.of(training, Estimate.wilson(unseen, images), 0.1, 0.5);
    assertEquals(is, verdict.verdict());
    assertEquals(training - unseen, verdict.gap(), 1e-12);
    assertEquals(0.4, verdict.lossGap(), 1e-12);
    assertTrue(verdict.text().contains("%.1f %%".formatted(100 * unseen)), verdict.text());
  }

  private static LearningCurve curve(int images, int rightOfHalf, int rightOfAll, int[] groups) {
    double[] half = new double[images];
    double[] all = new double[images];
    Arrays.fill(half, 0, rightOfHalf, 1);
    Arrays.fill(all, 0, rightOfAll, 1);
    return LearningCurve.of(List.of(), half, all, groups, 1);
  }

  @Test
  void moreImagesHelpWhereTheLastDoublingSurelyDid() {
    int[] alone = IntStream.range(0, 400).toArray();
    assertEquals(LearningCurve.MoreImages.YES, curve(400, 300, 340, alone).verdict());
    assertEquals(LearningCurve.MoreImages.HARDLY, curve(400, 340, 341, alone).verdict());
    assertEquals(LearningCurve.MoreImages.HARDLY, curve(400, 341, 340, alone).verdict());
    int[] few = IntStream.range(0, 12).toArray();
    assertEquals(LearningCurve.MoreImages.UNKNOWN, curve(12, 9, 10, few).verdict());
  }

  @Test
  void whatShowsTheSameIsDrawnTogether() {
    Estimate alone = curve(400, 300, 340, IntStream.range(0, 400).toArray()).gain();
    Estimate together =
        curve(400, 300, 340, IntStream.range(0, 400).map(i -> i / 40).toArray()).gain();
    assertEquals(0.1, alone.value(), 1e-12);
    assertTrue(together.high() - together.low() > 2 * (alone.high() - alone.low()));
    assertEquals(
        LearningCurve.MoreImages.UNKNOWN,
        curve(400, 300, 340, IntStream.range(0, 400).map(i -> i / 40).toArray()).verdict());
  }

  @Test
  void shuffledLabelsThatAreLearntAllTheSameLeak() {
    assertEquals(
        new Leakage(
            false, "labels permuted: 3.3 % (95 %: 0.6 to 16.7), chance 5.9 %: nothing leaks"),
        Leakage.of(Estimate.wilson(1 / 30.0, 30), 1 / 17.0));
    Leakage leak = Leakage.of(Estimate.wilson(0.5, 60), 1 / 17.0);
    assertTrue(leak.leaks());
    assertTrue(leak.text().contains("chance 5.9 %: leaks: images that show the same"), leak.text());
  }

  @Test
  void aGainOfNothingOnFewImagesIsNoCertainty() {
    double[] right = new double[33];
    Arrays.fill(right, 1);
    int[] groups = IntStream.range(0, 33).toArray();
    LearningCurve curve = LearningCurve.of(List.of(), right, right, groups, 1);
    assertEquals(0, curve.gain().value());
    assertEquals(Estimate.wilson(0, 33).high(), curve.gain().high(), 1e-9);
    assertEquals(LearningCurve.MoreImages.UNKNOWN, curve.verdict());
  }
}
