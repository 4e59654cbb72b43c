package io.github.resnet50.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every metric against numbers worked out by hand. */
class MetricsTest {
  private static final double EXACT = 1e-7; // the probabilities are floats

  /** Classes a, b, c: two images of a, two of b, none of c. */
  private static final List<Observation> FOUR =
      List.of(
          Observation.of(0, new float[] {0.5f, 0.25f, 0.25f}), // right
          Observation.of(0, new float[] {0.25f, 0.625f, 0.125f}), // a second, taken for b
          Observation.of(1, new float[] {0.125f, 0.75f, 0.125f}), // right
          Observation.of(1, new float[] {0.25f, 0.125f, 0.625f})); // b third, taken for c

  @Test
  void topKCountsTheTruthAmongTheKMostProbable() {
    assertEquals(2 / 4.0, value("top1"), EXACT);
    assertEquals(3 / 4.0, value("top2"), EXACT);
    assertEquals(1, value("top5"), EXACT);
  }

  @Test
  void macroAveragesAreOverTheClassesThatAreShown() {
    // a: 1 of 1 taken for it, 1 of 2 found; b: 1 of 2, 1 of 2. Nothing shows c.
    assertEquals((1 + 1 / 2.0) / 2, value("macro_precision"), EXACT);
    assertEquals((1 / 2.0 + 1 / 2.0) / 2, value("macro_recall"), EXACT);
    assertEquals((2 / 3.0 + 1 / 2.0) / 2, value("macro_f1"), EXACT);
    assertEquals(2 / 4.0, value("micro_f1"), EXACT);
  }

  @Test
  void negativeLogLikelihoodIsTheMeanOverTheTrueClasses() {
    double sum = Math.log(0.5) + Math.log(0.25) + Math.log(0.75) + Math.log(0.125);
    assertEquals(-sum / 4, value("nll"), EXACT);
  }

  @Test
  void brierSumsTheSquaresOverAllClasses() {
    double first = 0.5 * 0.5 + 0.25 * 0.25 + 0.25 * 0.25;
    double second = 0.75 * 0.75 + 0.625 * 0.625 + 0.125 * 0.125;
    double third = 0.125 * 0.125 + 0.25 * 0.25 + 0.125 * 0.125;
    double fourth = 0.25 * 0.25 + 0.875 * 0.875 + 0.625 * 0.625;
    assertEquals((first + second + third + fourth) / 4, value("brier"), EXACT);
  }

  @Test
  void calibrationErrorsCompareConfidenceWithAccuracy() {
    // Two bins: (0, 0.5] holds 0.5, right; (0.5, 1] holds 0.625, 0.75 and 0.625, one of three
    // right.
    double upper = (0.625 + 0.75 + 0.625) / 3 - 1 / 3.0;
    assertEquals(1 / 4.0 * 0.5 + 3 / 4.0 * upper, value("ece"), EXACT);
    assertEquals(0.5, value("mce"), EXACT);
  }

  @Test
  void aTrueClassOfNoProbabilityHasAFiniteLikelihood() {
    Observation none = Observation.of(1, new float[] {1, 0});
    assertEquals(-Math.log(Float.MIN_VALUE), none.negativeLogLikelihood(), EXACT);
    assertEquals(2, none.brier(), EXACT);
  }

  @Test
  void ofEqualProbabilitiesTheLowerIndexRanksFirst() {
    float[] even = {0.5f, 0.5f};
    assertEquals(0, Observation.of(0, even).rank());
    assertEquals(1, Observation.of(1, even).rank());
    assertEquals(0, Observation.of(1, even).predictedClass());
  }

  @Test
  void topKAloneLeaveOutWhatTheyDoNotTell() {
    int[] two = {7, 2};
    float[] p = {0.6f, 0.3f};
    List<Observation> found = List.of(Observation.ofTopK(2, two, p), Observation.ofTopK(7, two, p));
    Map<String, Estimate> metrics = metrics(found, 2);
    assertEquals(1, metrics.get("top2").value(), EXACT);
    assertEquals(-(Math.log(0.3f) + Math.log(0.6f)) / 2, metrics.get("nll").value(), EXACT);
    assertFalse(metrics.containsKey("brier"));
    assertFalse(metrics.containsKey("top5"), "only two classes are known in order");

    Map<String, Estimate> beyond = metrics(List.of(Observation.ofTopK(3, two, p)), 2);
    assertEquals(0, beyond.get("top2").value(), EXACT);
    assertFalse(beyond.containsKey("nll"));
    assertEquals(0.6, beyond.get("ece").value(), EXACT);
  }

  @Test
  void confusionHoldsWhatOccurs() {
    assertEquals(
        List.of(
            new ConfusionMatrix.ClassPair(0, 0, 1),
            new ConfusionMatrix.ClassPair(0, 1, 1),
            new ConfusionMatrix.ClassPair(1, 1, 1),
            new ConfusionMatrix.ClassPair(1, 2, 1)),
        ConfusionMatrix.of(FOUR).cells());
  }

  @Test
  void equalMassBinsHoldEquallyMany() {
    List<Binning.Bin> bins = new Binning(2, true).of(FOUR);
    assertEquals(
        List.of(
            new Binning.Bin(0.5, 0.625, 2, 0.5625, 0.5),
            new Binning.Bin(0.625, 0.75, 2, 0.6875, 0.5)),
        bins);
    assertEquals((0.0625 + 0.1875) / 2, new Binning(2, true).expectedError(FOUR), EXACT);
    assertEquals(3, new Binning(9, true).of(FOUR.subList(0, 3)).size(), "no empty bins");
  }

  @Test
  void aBinIncludesItsUpperEnd() {
    List<Binning.Bin> bins = new Binning(4, false).of(FOUR);
    assertEquals(List.of(0, 1, 3, 0), bins.stream().map(Binning.Bin::images).toList());
    assertEquals(0, bins.get(0).gap());
  }

  @Test
  void wilsonsIntervalIsThatOfTheTables() {
    Estimate eight = Estimate.wilson(0.8, 10);
    assertEquals(0.4902, eight.low(), 5e-5);
    assertEquals(0.9433, eight.high(), 5e-5);
    Estimate all = Estimate.wilson(1, 20);
    assertEquals(0.8389, all.low(), 5e-5);
    assertEquals(1, all.high());
  }

  /** 33 of 33 right may be chance; the class that one image shows says least. */
  @Test
  void whereAllImagesAreRightMacroAveragesHaveIntervalsToo() {
    List<Observation> right =
        IntStream.range(0, 33)
            .mapToObj(i -> Observation.of(i % 3, new float[] {0, 0, 0}))
            .map(o -> new Observation(o.trueClass(), o.trueClass(), 0, 0.9f, 0.9f, 0.01))
            .toList();
    Map<String, Estimate> metrics = metrics(right, 3);
    Estimate wilson = Estimate.wilson(1, 33);
    for (String name : List.of("top1", "macro_recall", "macro_precision", "macro_f1")) {
      assertEquals(1, metrics.get(name).value(), name);
      assertEquals(wilson.low(), metrics.get(name).low(), 1e-9, name);
      assertEquals(Estimate.Interval.WILSON, metrics.get(name).interval(), name);
    }
    assertEquals(
        new Estimate(-Math.log(0.9f), null, null, Estimate.Interval.NONE).interval(),
        metrics.get("nll").interval(),
        "all the same: nothing tells how others would differ");
    List<Observation> uneven =
        IntStream.range(0, 100)
            .mapToObj(i -> new Observation(i == 0 ? 1 : 0, i == 0 ? 1 : 0, 0, 0.9f, 0.9f, 0.01))
            .toList();
    Estimate balanced = metrics(uneven, 2).get("macro_recall");
    assertEquals(Estimate.wilson(1, 4 / (1 + 1 / 99.0)).low(), balanced.low(), 1e-9);
    assertTrue(balanced.low() < 0.6, balanced.toString());
    List<Observation> wrong =
        IntStream.range(0, 5).mapToObj(i -> new Observation(0, 1, 1, 0.9f, 0.1f, 1.6)).toList();
    Estimate none = metrics(wrong, 2).get("macro_recall");
    assertEquals(0, none.value());
    assertEquals(Estimate.wilson(0, 5).high(), none.high(), 1e-9);
  }

  @Test
  void theBootstrapIsRepeatableAndAsWideAsTheoryHasIt() {
    // Half of 400 images have an NLL of ln 2, half of ln 4: standard deviation ln 2 / 2.
    List<Observation> many =
        IntStream.range(0, 400)
            .mapToObj(i -> Observation.of(0, new float[] {i % 2 == 0 ? 0.5f : 0.25f, 0.1f}))
            .toList();
    Estimate nll = metrics(many, 2).get("nll");
    double half = 1.96 * Math.log(2) / 2 / Math.sqrt(400);
    assertEquals(nll.value() - half, nll.low(), 0.1 * half);
    assertEquals(nll.value() + half, nll.high(), 0.1 * half);
    assertEquals(nll, metrics(many, 2).get("nll"));
  }

  @Test
  void manyImagesAreDrawnLessOften() {
    Bootstrap bootstrap = new Bootstrap(1, 1000);
    assertEquals(1000, bootstrap.resamples(200));
    assertEquals(400, bootstrap.resamples(50_000));
    assertEquals(200, bootstrap.resamples(10_000_000));
    assertTrue(new Bootstrap(1, 10).resamples(10_000_000) == 10);
  }

  private static double value(String metric) {
    return metrics(FOUR, 3).get(metric).value();
  }

  /** With two bins and top-2. */
  private static Map<String, Estimate> metrics(List<Observation> observations, int known) {
    int orMore = known == 2 ? 2 : Integer.MAX_VALUE;
    return new Bootstrap(1, 1000)
        .estimate(Metric.all(2, orMore, new Binning(2, false)), observations).entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }
}
