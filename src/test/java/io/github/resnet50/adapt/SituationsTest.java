package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.AdaptConfig.Fixed;
import io.github.resnet50.adapt.AdaptRun.Adapted;
import io.github.resnet50.adapt.AdaptRun.UnusableDataException;
import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.adapt.check.FitVerdict.Diagnosis;
import io.github.resnet50.adapt.check.LabelNoise.WrongAmong;
import io.github.resnet50.adapt.check.LearningCurve.MoreImages;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.metrics.Estimate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Situations made for the verdicts, of which is known what should be said. */
@Timeout(120)
class SituationsTest {
  private static final int WIDTH = 64;

  private static final AdaptReport.Provenance ORIGIN =
      new AdaptReport.Provenance(
          "", "", Instant.EPOCH, "made", new AdaptReport.Base("none", "", ""));

  private static LabelledFeatures features(Blobs blobs, List<Image> images) {
    LabelledFeatures features = new LabelledFeatures(Path.of("t"));
    images.forEach(image -> features.add(blobs.classes().get(image.label()), image));
    return features;
  }

  private static Adapted adapt(Blobs blobs, List<Image> images, boolean permuted)
      throws UnusableDataException {
    return adapt(features(blobs, images), null, permuted);
  }

  private static Adapted adapt(LabelledFeatures learnt, LabelledFeatures heldOut, boolean permuted)
      throws UnusableDataException {
    AdaptConfig config =
        new AdaptConfig(TrainingSettings.logistic(true, 3), Fixed.NONE, null, permuted, false, 2);
    try (AdaptRun run = new AdaptRun(config, stage -> {})) {
      return run.adapt(learnt, heldOut, ORIGIN, 0);
    }
  }

  private static Adapted adapt(Blobs blobs, List<Image> images) throws UnusableDataException {
    return adapt(blobs, images, false);
  }

  private static Diagnosis verdict(Adapted adapted) {
    return adapted.report().quality().fit().verdict();
  }

  private static Estimate accuracy(Adapted adapted) {
    return adapted.report().quality().scores().accuracy();
  }

  private static MoreImages more(Adapted adapted) {
    return adapted.report().quality().learningCurve().verdict();
  }

  private static String said(Adapted adapted) {
    return String.join("\n", AdaptSummary.lines(adapted.report()).subList(1, 8))
        + adapted.report().issues().warnings();
  }

  /** What the interval claims, held against new images. */
  private static void assertHolds(Blobs blobs, Adapted adapted) {
    List<Image> images =
        blobs.images("f", 200).stream()
            .map(i -> i.withLabel(adapted.classes().indexOf(blobs.classes().get(i.label()))))
            .toList();
    int[] alone = IntStream.range(0, images.size()).toArray();
    Dataset fresh =
        new Dataset(adapted.classes(), images, new DuplicateGroups(alone, alone.length, List.of()));
    double truth = Predictions.of(adapted.head(), fresh, alone).accuracy().value();
    Estimate told = accuracy(adapted);
    assertTrue(told.low() <= truth && truth <= told.high(), truth + ", told " + said(adapted));
  }

  @Test
  void separable() throws Exception {
    Blobs blobs = new Blobs(3, WIDTH, 1, 1);
    Adapted adapted = adapt(blobs, blobs.images("t", 50));
    assertEquals(Diagnosis.SOUND, verdict(adapted), said(adapted));
    assertEquals(MoreImages.HARDLY, more(adapted), said(adapted));
    assertNull(adapted.report().issues().labelErrors(), said(adapted));
    assertHolds(blobs, adapted);
  }

  @Test
  void hard() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 8, 1);
    Adapted adapted = adapt(blobs, blobs.images("t", 150));
    assertEquals(Diagnosis.SOUND, verdict(adapted), said(adapted));
    assertTrue(adapted.report().quality().fit().gap() > 0.05, "as one would call overfitting");
    assertTrue(adapted.report().issues().labelErrors().low() < 2, said(adapted));
    assertHolds(blobs, adapted);
  }

  @Test
  void tiny() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 3, 1);
    Adapted adapted = adapt(blobs, blobs.images("t", 4));
    assertTrue(
        Set.of(Diagnosis.UNCERTAIN, Diagnosis.GUESSING).contains(verdict(adapted)), said(adapted));
    assertEquals(MoreImages.UNKNOWN, more(adapted), said(adapted));
    assertTrue(said(adapted).contains("fewer than 10 images"), said(adapted));
  }

  @ParameterizedTest
  @CsvSource({"2, 0.05", "2, 0.2", "5, 0.05", "5, 0.2"})
  void noisyLabels(int classes, double share) throws Exception {
    int held = 0;
    for (int seed = 1; seed <= 5; seed++) {
      Blobs blobs = new Blobs(classes, WIDTH, 3, seed);
      List<Image> images = new ArrayList<>(blobs.images("t", 240 / classes));
      Set<String> wrong = new HashSet<>();
      Random random = new Random(seed);
      for (int i = 0; i < images.size(); i++) {
        if (random.nextDouble() < share) {
          Image image = images.get(i);
          images.set(
              i, image.withLabel((image.label() + 1 + random.nextInt(classes - 1)) % classes));
          wrong.add(image.path());
        }
      }
      Adapted adapted = adapt(blobs, images);
      WrongAmong told = adapted.report().issues().labelErrors();
      long truth =
          adapted.report().issues().suspects().stream()
              .limit(told.first())
              .filter(suspect -> wrong.contains(suspect.path()))
              .count();
      held += Math.round(told.low()) <= truth && truth <= Math.round(told.high()) ? 1 : 0;
    }
    assertTrue(held >= 4, held + " of 5 intervals hold the truth");
  }

  @Test
  void imbalanced() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 4, 1);
    Adapted adapted = adapt(blobs, blobs.images("t", 150).subList(0, 165));
    assertEquals(Diagnosis.SOUND, verdict(adapted), said(adapted));
    Estimate balanced = adapted.report().quality().scores().balanced();
    assertTrue(balanced.low() > 0.5, said(adapted));
    assertTrue(
        balanced.high() - balanced.low() > 0.1, "of 15 images little is known: " + said(adapted));
  }

  @Test
  void duplicates() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 6, 1);
    List<Image> images = blobs.images("t", 60);
    Adapted once = adapt(blobs, images);
    List<Image> copied = new ArrayList<>();
    images.forEach(image -> copied.addAll(blobs.copies(image, 3)));
    Adapted thrice = adapt(blobs, copied);
    assertEquals(120, thrice.report().data().counts().groups(), "copies count once");
    assertEquals(verdict(once), verdict(thrice), said(thrice));
    assertEquals(accuracy(once).value(), accuracy(thrice).value(), 0.06, said(thrice));
    assertHolds(blobs, thrice);
  }

  @Test
  void oneClass() {
    Blobs blobs = new Blobs(1, WIDTH, 1, 1);
    Exception e =
        assertThrows(UnusableDataException.class, () -> adapt(blobs, blobs.images("t", 20)));
    assertTrue(e.getMessage().contains("found only class 0"), e.getMessage());
  }

  @Test
  void permutedLabels() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 1, 1);
    List<Image> images = blobs.images("t", 60);
    assertFalse(adapt(blobs, images, true).report().method().leakage().leaks());
    Random random = new Random(1);
    List<Image> nonsense = images.stream().map(i -> i.withLabel(random.nextInt(2))).toList();
    Adapted adapted = adapt(blobs, nonsense);
    assertEquals(Diagnosis.GUESSING, verdict(adapted), said(adapted));
  }

  /** Frames of films, of which each shows a thing of its own: nothing but films can be learnt. */
  private static List<Image> films(Blobs blobs, int films, int frames, long seed) {
    Random random = new Random(seed);
    List<Image> images = new ArrayList<>();
    for (Image film : blobs.images("t", films / 2)) {
      int label = random.nextInt(2);
      for (int i = 0; i < frames; i++) {
        float[] frame = film.original().clone();
        for (int k = 0; k < frame.length; k++) {
          frame[k] += (float) (2 * random.nextGaussian());
        }
        images.add(blobs.image(film.path().replace(".jpg", "." + i + ".jpg"), label, frame));
      }
    }
    return images;
  }

  @Test
  void leakingLookAlikes() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 6, 1);
    List<Image> images = films(blobs, 24, 6, 2);
    Adapted adapted = adapt(blobs, images);
    assertEquals(144, adapted.report().data().counts().groups(), "they are no near-duplicates");
    assertTrue(accuracy(adapted).value() > 0.9, "which looks well: " + said(adapted));
    assertEquals(Diagnosis.LEAKING, verdict(adapted), said(adapted));
    double together = adapted.report().quality().fit().lookAlikes().accuracy();
    assertEquals(0.5, together, 0.25, "what is learnt is nothing: " + said(adapted));
    assertTrue(adapt(blobs, images, true).report().method().leakage().leaks());
  }

  @Test
  void heldOutImagesThatLookLikeLearntOnes() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 6, 1);
    List<Image> images = films(blobs, 24, 6, 2);
    List<Image> train = new ArrayList<>(images);
    List<Image> first = images.stream().filter(i -> i.path().endsWith(".0.jpg")).limit(12).toList();
    train.removeAll(first);
    Adapted adapted = adapt(features(blobs, train), features(blobs, first), false);
    assertEquals(12, adapted.report().quality().fit().lookAlikes().images(), said(adapted));
    List<Image> all = images.stream().filter(i -> i.path().endsWith(".0.jpg")).toList();
    train.removeAll(all);
    adapted = adapt(features(blobs, train), features(blobs, all), false);
    assertNull(
        adapted.report().quality().fit().lookAlikes(), "nothing would be left to learn from");
  }

  @Test
  void lookAlikesOnBothSidesOfASplitOfManyImages() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 6, 1);
    Adapted adapted = adapt(blobs, films(blobs, 24, 42, 2));
    assertEquals(0, adapted.report().method().folds(), "there are enough to hold some out");
    assertEquals(Diagnosis.LEAKING, verdict(adapted), said(adapted));
    double together = adapted.report().quality().fit().lookAlikes().accuracy();
    assertEquals(0.5, together, 0.25, said(adapted));
  }

  @Test
  void twoSeriesEachOfBothClassesCannotBeKeptTogether() throws Exception {
    Blobs blobs = new Blobs(2, WIDTH, 6, 1);
    Random random = new Random(2);
    List<Image> images = new ArrayList<>();
    for (Image series : blobs.images("t", 1)) {
      for (int label = 0; label < 2; label++) {
        for (int i = 0; i < 15; i++) {
          float[] frame = series.original().clone();
          for (int k = 0; k < frame.length; k++) {
            frame[k] += (float) (2 * random.nextGaussian());
          }
          String version = i == 0 ? "same" : label + "-" + i; // which is of both classes
          String path = "t/" + series.label() + "/" + version + (label == 0 ? ".jpg" : ".png");
          images.add(blobs.image(path, label, frame));
        }
      }
    }
    Adapted adapted = adapt(blobs, images);
    assertEquals(58, adapted.report().data().counts().groups());
    assertNull(
        adapted.report().quality().fit().lookAlikes(), "one series leaves nothing to choose by");
  }

  @Test
  void tooManyClasses() throws Exception {
    Blobs blobs = new Blobs(40, WIDTH, 3, 1);
    Adapted adapted = adapt(blobs, blobs.images("t", 3));
    assertEquals(MoreImages.UNKNOWN, more(adapted), said(adapted));
    assertTrue(said(adapted).contains("fewer than 10 images"), said(adapted));
    assertHolds(blobs, adapted);
  }
}
