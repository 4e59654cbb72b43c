package io.github.resnet50.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.evaluate.TemperatureFitter.LabelledProbabilities;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemperatureFitTest {
  private static final Binning BINS = new Binning(15, false);

  /** 0.9 sure, and right three times of four: ln 9 / T has to be ln 3. */
  private static final List<LabelledProbabilities> TOO_SURE =
      IntStream.range(0, 8)
          .mapToObj(i -> new LabelledProbabilities(i, i % 4 == 0 ? 1 : 0, new float[] {0.9f, 0.1f}))
          .toList();

  @Test
  void findsTheTemperatureThatIsWorkedOutByHand() {
    TemperatureFit fit = TemperatureFit.of(TOO_SURE.size() * 2L, TOO_SURE, TOO_SURE, BINS);
    assertEquals(2, fit.temperature(), 1e-5);
    assertEquals(-(3 * Math.log(0.9) + Math.log(0.1)) / 4, fit.fitting().nllBefore(), 1e-6);
    assertEquals(-(3 * Math.log(0.75) + Math.log(0.25)) / 4, fit.fitting().nllAfter(), 1e-6);
    assertEquals(0.15, fit.heldOut().eceBefore(), 1e-6);
    assertEquals(0, fit.heldOut().eceAfter(), 1e-5);
  }

  @Test
  void heldOutImagesThatGetWorseAreTold() {
    List<LabelledProbabilities> sure =
        IntStream.range(0, 8)
            .mapToObj(i -> new LabelledProbabilities(i, 0, new float[] {0.7f, 0.3f}))
            .toList();
    TemperatureFit hotter = TemperatureFit.of(16, TOO_SURE, sure, BINS);
    assertTrue(hotter.isWorse());
    assertTrue(hotter.remark().orElseThrow().contains("worse on the 8 held-out images"));
    assertTrue(hotter.remark().orElseThrow().contains("(0.3567 -> "), "-ln 0.7");
    assertTrue(hotter.verdict().contains(", not used: T makes NLL worse"), hotter.verdict());
    TemperatureFit few = TemperatureFit.of(16, TOO_SURE, TOO_SURE, BINS);
    assertTrue(few.remark().orElseThrow().contains("holds 1"), "of 8 images");
    List<LabelledProbabilities> many =
        IntStream.range(0, 400).mapToObj(i -> TOO_SURE.get(i % TOO_SURE.size())).toList();
    TemperatureFit fits = TemperatureFit.of(800, many, many, BINS);
    assertTrue(!fits.isWorse() && fits.remark().isEmpty(), fits.toString());
    TemperatureFit coldest = TemperatureFit.of(16, sure, sure, BINS);
    assertTrue(coldest.remark().orElseThrow().contains("at the end of what is tried"));
  }

  @Test
  void isNeverWorseOnTheImagesItWasFoundWith() {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 50; run++) {
      List<LabelledProbabilities> images =
          IntStream.range(0, 5)
              .mapToObj(
                  i -> {
                    float p = (float) random.nextDouble();
                    return new LabelledProbabilities(
                        i, random.nextInt(3), new float[] {p, (1 - p), 0});
                  })
              .toList();
      TemperatureFit fit = TemperatureFit.of(images.size(), images, images, BINS);
      assertTrue(fit.fitting().nllAfter() <= fit.fitting().nllBefore() + 1e-6, fit.toString());
    }
  }

  @Test
  void partsGoByNameAndSeedAlone() {
    TemperatureFit fit = images(7, Long.MAX_VALUE, 40).fit(BINS);
    assertEquals(30, fit.fitting().images());
    assertEquals(10, fit.heldOut().images());
    assertEquals(fit, images(7, Long.MAX_VALUE, 40).fit(BINS));
    assertTrue(!fit.equals(images(8, Long.MAX_VALUE, 40).fit(BINS)));
  }

  @Test
  void withoutAPartItIsFittedToAllAndTriedByCrossValidation() {
    TemperatureFitter all = images(new TemperatureFitter(7, null, Long.MAX_VALUE), 40);
    TemperatureFit fit = all.fit(BINS);
    assertEquals(5, fit.folds());
    assertEquals(40, fit.fitting().images());
    assertEquals(40, fit.heldOut().images());
    assertEquals(fit.fitting().nllBefore(), fit.heldOut().nllBefore(), 1e-12);
    assertTrue(fit.heldOut().nllAfter() > fit.fitting().nllAfter(), "as unseen images have it");
    assertTrue(!fit.sampled());
    assertTrue(fit.low() < fit.temperature() && fit.temperature() < fit.high(), fit.toString());
  }

  /** Of a model whose logits are 1.5 times, or once, as large as they should be. */
  @Test
  void theIntervalHoldsTheTrueTemperature() {
    for (double truth : new double[] {1.5, 1}) {
      SplittableRandom random = new SplittableRandom(9);
      for (int count : new int[] {50, 300}) {
        int held = 0;
        int trials = 600;
        for (int trial = 0; trial < trials; trial++) {
          Estimate estimate = new TemperatureSearch(surer(truth, count, random)).estimate();
          boolean holds =
              estimate.hasInterval() && estimate.low() <= truth && truth <= estimate.high();
          held += holds ? 1 : 0;
        }
        assertTrue(held >= 0.93 * trials, truth + ", " + count + ": " + held);
      }
    }
  }

  /** A calibrated model has nothing to gain: what is kept of it must not be taken for a gain. */
  @Test
  void ofACalibratedModelATemperatureIsRefusedOrWarnedOf() {
    SplittableRandom random = new SplittableRandom(11);
    int silent = 0;
    int trials = 200;
    for (int trial = 0; trial < trials; trial++) {
      TemperatureFit fit = TemperatureFit.crossValidated(100, surer(1, 100, random), BINS);
      silent += fit.remark().isEmpty() ? 1 : 0;
    }
    assertTrue(silent <= 0.07 * trials, silent + " of " + trials);
  }

  private static List<LabelledProbabilities> surer(
      double times, int count, SplittableRandom random) {
    List<LabelledProbabilities> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] truth = new float[4];
      float[] said = new float[4];
      for (int c = 0; c < truth.length; c++) {
        truth[c] = (float) (3 * random.nextGaussian());
        said[c] = (float) (times * truth[c]);
      }
      Numbers.softmax(truth);
      Numbers.softmax(said);
      double u = random.nextDouble();
      int label = 0;
      while (label < 3 && u >= truth[label]) {
        u -= truth[label];
        label++;
      }
      images.add(new LabelledProbabilities(i, label, said));
    }
    return images;
  }

  @Test
  void moreThanMemoryAllowsAreAnEvenSample() {
    TemperatureFitter images = images(7, 100, 1000); // of two numbers each
    assertEquals(1000, images.seen());
    assertTrue(images.size() <= 50 && images.size() > 20, "kept " + images.size());
    TemperatureFit fit = images.fit(BINS);
    assertEquals(1000, fit.labelled());
    assertTrue(fit.sampled(), "and it is told");
    assertTrue(!images(7, Long.MAX_VALUE, 40).fit(BINS).sampled());
  }

  @Test
  void oneImageIsTooFew() {
    assertThrows(IllegalArgumentException.class, () -> images(7, 100, 1).fit(BINS));
  }

  private static TemperatureFitter images(long seed, long most, int count) {
    return images(new TemperatureFitter(seed, 0.75, most), count);
  }

  private static TemperatureFitter images(TemperatureFitter images, int count) {
    for (int i = 0; i < count; i++) {
      float p = 0.5f + i % 10 / 20f;
      float[] probabilities = {p, 1 - p};
      images.add(
          new Predicted(
              i,
              i + ".jpg",
              1,
              1,
              List.of(new Prediction(0, "a", "a", p)),
              new ImageScores(probabilities, null)),
          Observation.of(i % 3 == 0 ? 1 : 0, probabilities));
    }
    return images;
  }
}
