package io.github.resnet50.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
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
    assertFalse(metrics(FOUR, 3).containsKey("mce"), "no bin of ten");
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
        List.of(Binning.Bin.of(0.5, 0.625, 2, 1.125, 1), Binning.Bin.of(0.625, 0.75, 2, 1.375, 1)),
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
    Map<String, Estimate> metrics = metrics(right(33, i -> i % 3), 3);
    Estimate wilson = Estimate.wilson(1, 33);
    assertEquals(wilson.low(), metrics.get("top1").low(), 1e-9);
    assertEquals(wilson.low(), metrics.get("macro_recall").low(), 1e-9, "as many of each class");
    for (String name : List.of("macro_recall", "macro_precision", "macro_f1")) {
      assertEquals(1, metrics.get(name).value(), name);
      assertEquals(1, metrics.get(name).high(), name);
      assertEquals(wilson.low(), metrics.get(name).low(), 0.002, name);
    }
    assertFalse(metrics.get("nll").hasInterval(), "no large loss was seen");
    Estimate balanced = metrics(right(100, i -> i == 0 ? 1 : 0), 2).get("macro_recall");
    assertTrue(balanced.low() < 0.6 && balanced.high() == 1, balanced.toString());
    List<Observation> wrong =
        IntStream.range(0, 5).mapToObj(i -> new Observation(0, 1, 1, 0.9f, 0.1f, 1.6)).toList();
    Map<String, Estimate> none = metrics(wrong, 2);
    assertEquals(0, none.get("macro_recall").value());
    assertEquals(Estimate.wilson(0, 5).high(), none.get("macro_recall").high(), 1e-9);
    Estimate unknown = none.get("macro_precision");
    assertEquals(List.of(0.0, 1.0), List.of(unknown.low(), unknown.high()), "never predicted");
  }

  private static List<Observation> right(int images, IntUnaryOperator classes) {
    return IntStream.range(0, images)
        .map(classes)
        .mapToObj(c -> new Observation(c, c, 0, 0.9f, 0.9f, 0.01))
        .toList();
  }

  @Test
  void theIntervalOfALossIsAsWideAsTheoryHasIt() {
    // Half of 400 images have an NLL of ln 2, half of ln 4: standard deviation ln 2 / 2.
    List<Observation> many =
        IntStream.range(0, 400)
            .mapToObj(i -> Observation.of(i % 2, new float[] {0.5f, 0.25f, 0.1f}))
            .toList();
    Estimate nll = metrics(many, 2).get("nll");
    double half = 1.96 * Math.log(2) / 2 / Math.sqrt(400);
    assertEquals(nll.value() - half, nll.low(), 0.01 * half);
    assertEquals(nll.value() + half, nll.high(), 0.01 * half);
    assertFalse(metrics(many.subList(0, 49), 2).get("nll").hasInterval(), "49 images");
    assertTrue(metrics(many.subList(0, 50), 2).get("nll").hasInterval());
  }

  /** Losses are skewed: most are small, a few make most of the sum. */
  @Test
  void theIntervalOfALossHoldsWhatItShould() {
    SplittableRandom random = new SplittableRandom(1);
    for (int images : new int[] {50, 200}) {
      int held = 0;
      for (int trial = 0; trial < 2000; trial++) {
        double[] losses = new double[images];
        for (int i = 0; i < images; i++) {
          double exponential = -Math.log(1 - random.nextDouble());
          losses[i] = random.nextDouble() < 0.3 ? 0.7 + 2 * exponential : 0.2 * exponential;
        }
        Estimate estimate = Estimate.ofMean(losses);
        double truth = 0.3 * 2.7 + 0.7 * 0.2;
        held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
      }
      assertTrue(held >= 0.93 * 2000, images + ": " + held);
    }
  }

  @Test
  void theMeanOfDifferencesHasStudentsInterval() {
    Estimate estimate =
        Estimate.ofMeanDifference(IntStream.range(0, 10).mapToDouble(i -> i).toArray());
    // 2.2622 is the quantile of 9 degrees of freedom, 82.5 the sum of squares.
    double reach = 2.2622 * Math.sqrt(82.5 / 9 / 10);
    assertEquals(4.5 - reach, estimate.low(), 1e-3);
    assertEquals(4.5 + reach, estimate.high(), 1e-3);
    double[] nine = IntStream.range(0, 9).mapToDouble(i -> i).toArray();
    assertFalse(Estimate.ofMeanDifference(nine).hasInterval());
    assertFalse(Estimate.ofMeanDifference(new double[20]).hasInterval());
  }

  private static double value(String metric) {
    return metrics(FOUR, 3).get(metric).value();
  }

  /** With two bins and top-2. */
  private static Map<String, Estimate> metrics(List<Observation> observations, int known) {
    int orMore = known == 2 ? 2 : Integer.MAX_VALUE;
    return Metric.estimates(Metric.all(2, orMore, new Binning(2, false)), observations)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }
}
