package io.github.resnet50.adapt.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.check.FitVerdict.Baseline;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.MeanOfShares;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
  private static final LossAndAccuracy TRAINING = new LossAndAccuracy(0.1, 1);

  private static FitVerdict verdict(double unseen, int images, double loss, double gain) {
    return verdict(unseen, images, loss, gain, false, null);
  }

  private static FitVerdict verdict(
      double unseen,
      int images,
      double loss,
      double gain,
      boolean given,
      FitVerdict.Together together) {
    Estimate accuracy = Estimate.wilson(unseen, images);
    int half = images / 2;
    return FitVerdict.of(
        TRAINING,
        new FitVerdict.Unseen(
            accuracy,
            MeanOfShares.of(new double[] {unseen, unseen}, new double[] {half, half}),
            loss,
            Math.log(2),
            given),
        2,
        List.of(
            new Baseline("the most frequent class", 0.5, 0.5, new Estimate(0, -1.0, 1.0, null)),
            new Baseline(
                "nearest class mean",
                unseen - gain,
                unseen - gain,
                new Estimate(gain, gain - 0.02, gain + 0.02, null))),
        together);
  }

  private static FitVerdict lookAlikes(double drop, boolean given) {
    Estimate gain = new Estimate(-drop, -drop - 0.001, -drop + 0.001, null);
    return verdict(0.95, 400, 0.2, 0.1, given, new FitVerdict.Together(99, 0.95 - drop, gain));
  }

  @Test
  void aFewTenthsOfAPointAreNoLeak() {
    FitVerdict small = lookAlikes(0.004, false);
    assertEquals(FitVerdict.Diagnosis.SOUND, small.verdict(), small.text());
    assertTrue(small.text().endsWith("on one side 0.4 points fewer are right."), small.text());
    FitVerdict large = lookAlikes(0.03, false);
    assertEquals(FitVerdict.Diagnosis.LEAKING, large.verdict(), large.text());
    assertTrue(large.text().endsWith(", or hold out whole series with --val."), large.text());
    FitVerdict given = lookAlikes(0.03, true);
    assertTrue(given.text().endsWith("images of other places and times for --val."), given.text());
  }

  @ParameterizedTest
  @CsvSource({
    "0.95, 400, 0.2, 0.1, SOUND",
    "0.54, 400, 0.6, 0, GUESSING", // which may be chance
    "0.60, 400, 0.6, 0, SOUND", // hard, but learnt: right in training alone is no fault
    "0.80, 400, 0.5, -0.05, BEATEN",
    "0.80, 400, 0.5, -0.01, SOUND", // the simpler way may be better by chance
    "0.80, 400, 0.8, 0, OVERCONFIDENT",
    "0.90, 20, 0.4, 0, UNCERTAIN",
  })
  void theFirstSentenceThatHolds(
      double unseen, int images, double loss, double gain, FitVerdict.Diagnosis is) {
    FitVerdict verdict = verdict(unseen, images, loss, gain);
    assertEquals(is, verdict.verdict(), verdict.text());
    assertEquals(1 - unseen, verdict.gap(), 1e-12);
    assertEquals(loss - 0.1, verdict.lossGap(), 1e-12);
    assertTrue(verdict.text().contains("%.1f %%".formatted(100 * unseen)), verdict.text());
  }

  @Test
  void aHeadThatFindsTheRareClassIsBetterThanGuessingThoughMostAreOfOne() {
    FitVerdict verdict =
        FitVerdict.of(
            TRAINING,
            new FitVerdict.Unseen(
                Estimate.wilson(0.93, 136),
                MeanOfShares.of(new double[] {0.93, 0.92}, new double[] {124, 12}),
                0.2,
                Math.log(2),
                false),
            2,
            List.of(
                new Baseline(
                    "the most frequent class", 0.912, 0.5, new Estimate(0.02, -0.03, 0.06, null))),
            null);
    assertEquals(FitVerdict.Diagnosis.SOUND, verdict.verdict(), verdict.text());
  }

  /** Probabilities of points on a line, of which the first are labelled wrongly. */
  private static LabelNoise.WrongAmong wrongAmongFirst(double distance, double share, int first) {
    Random random = new Random(5);
    int count = 300;
    float[][] probabilities = new float[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int is = i % 2;
      double x = (is - 0.5) * distance + random.nextGaussian();
      float p = (float) (1 / (1 + Math.exp(-distance * x)));
      probabilities[i] = new float[] {1 - p, p};
      labels[i] = random.nextDouble() < share ? 1 - is : is;
    }
    int[] ranked =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> probabilities[i][labels[i]]))
            .limit(first)
            .mapToInt(Integer::intValue)
            .toArray();
    return LabelNoise.of(probabilities, labels).wrongAmong(probabilities, labels, ranked, 1);
  }

  @Test
  void hardImagesAreToldFromWrongLabels() {
    LabelNoise.WrongAmong hard = wrongAmongFirst(1.5, 0, 20); // a fifth of them look wrong
    assertTrue(hard.low() < 1, hard.toString());
    assertTrue(hard.text().contains("cannot be told"), hard.text());
    LabelNoise.WrongAmong clean = wrongAmongFirst(6, 0, 20);
    assertTrue(clean.wrong() < 2, clean.toString());
    LabelNoise.WrongAmong noisy = wrongAmongFirst(6, 0.05, 20);
    assertEquals(15, noisy.wrong(), 5, noisy.toString());
    LabelNoise.WrongAmong noisier = wrongAmongFirst(6, 0.2, 20);
    assertTrue(noisier.wrong() > 15 && noisier.low() > 5, noisier.toString());
  }

  private static LearningCurve curve(int images, int rightOfHalf, int rightOfAll, int[] groups) {
    double[] half = new double[images];
    double[] all = new double[images];
    Arrays.fill(half, 0, rightOfHalf, 1);
    Arrays.fill(all, 0, rightOfAll, 1);
    return LearningCurve.of(List.of(), 100, half, all, groups, 1);
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
  void ofNineImagesAClassNothingIsSaid() {
    double[] half = new double[400];
    double[] all = new double[400];
    Arrays.fill(all, 0, 340, 1);
    int[] alone = IntStream.range(0, 400).toArray();
    assertEquals(
        LearningCurve.MoreImages.UNKNOWN,
        LearningCurve.of(List.of(), 9, half, all, alone, 1).verdict());
    assertEquals(
        LearningCurve.MoreImages.YES,
        LearningCurve.of(List.of(), 10, half, all, alone, 1).verdict());
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
    LearningCurve curve = LearningCurve.of(List.of(), 100, right, right, groups, 1);
    assertEquals(0, curve.gain().value());
    assertEquals(Estimate.wilson(0, 33).high(), curve.gain().high(), 1e-9);
    assertEquals(LearningCurve.MoreImages.UNKNOWN, curve.verdict());
  }
}
