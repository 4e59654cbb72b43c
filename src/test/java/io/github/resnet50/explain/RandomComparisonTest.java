package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.explain.Faithfulness.Measure;
import io.github.resnet50.explain.Faithfulness.Metrics;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RandomComparisonTest {
  /** An image whose deletion AUC is less than that of the random maps by so much. */
  private static Faithfulness image(double less) {
    return new Faithfulness(
        new Metrics(0.5 - less, 0.5 - less, 0.5, 0), new Metrics(0.5, 0.5, 0.5, 0.2));
  }

  private static RandomComparison compare(Measure measure, double... less) {
    List<Faithfulness> images =
        DoubleStream.of(less).mapToObj(RandomComparisonTest::image).toList();
    return RandomComparison.of(Method.GRADCAM, measure, images);
  }

  @Test
  void betterIsSaidWhereTheIntervalSaysSo() {
    double[] clear = {.1, .2, .15, .12, .18, .2, .1, .2, .15, .12};
    assertEquals("better than random", compare(Measure.DELETION, clear).verdict());
    assertEquals("worse than random", compare(Measure.INSERTION, clear).verdict());
    double[] unclear = {.1, -.3, .4, -.2, .3, .1, -.1, .2, .1, 0}; // 0.06, error 0.07
    assertEquals("may be chance", compare(Measure.DELETION, unclear).verdict());
    assertEquals("may be chance", compare(Measure.INSERTION, unclear).verdict());
  }

  @Test
  void fewImagesAndSuchAsDoNotDifferTellNothing() {
    assertEquals(
        "too few images to tell",
        compare(Measure.DELETION, .1, .2, .1, .2, .1, .2, .1, .2, .1).verdict());
    assertEquals("the same in all images", compare(Measure.AVERAGE_DROP, new double[12]).verdict());
  }

  @Test
  void linesTellDifferenceIntervalAndVerdict() {
    String line =
        RandomComparison.TABLE
            .lines(List.of(compare(Measure.DELETION, .1, .2, .1, .2, .15, .1, .2, .1, .2, .15)))
            .get(1);
    assertTrue(line.startsWith("gradcam"), line);
    assertTrue(line.contains("deletion") && line.contains("-0.150"), line);
    assertTrue(line.contains("-0.184 to -0.116") && line.endsWith("better than random"), line);
  }

  /** Differences of AUCs: bounded, skewed, many near 0. */
  @Test
  void theIntervalHoldsTheTruth() {
    SplittableRandom random = new SplittableRandom(1);
    for (int images : new int[] {10, 30, 100}) {
      int held = 0;
      for (int trial = 0; trial < 20_000; trial++) {
        double[] less = new double[images];
        for (int i = 0; i < images; i++) {
          double u = random.nextDouble();
          less[i] = u * u - 0.1; // mean 1/3 - 0.1
        }
        var difference = compare(Measure.DELETION, less).difference();
        double truth = 0.1 - 1.0 / 3;
        held += difference.low() <= truth && truth <= difference.high() ? 1 : 0;
      }
      assertTrue(held >= 0.93 * 20_000, images + ": " + held);
    }
  }
}
