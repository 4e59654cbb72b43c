package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.Overfitting;
import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Kin;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.Trainings;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.head.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole procedure on points. */
@Timeout(120)
class AdaptationTest {
  private static final int CLASSES = 5;
  private static final int WIDTH = 48;

  private static AdaptConfig config(int threads) {
    return new AdaptConfig(
        new TrainingSettings(0, 0.2, 0, 0, 0, 40, 5, 32, true, 3),
        null,
        null,
        null,
        false,
        threads);
  }

  private static Adapted adapt(Samples samples, int[] images, int[] heldOut) {
    return adapt(samples, Kin.of(samples), images, heldOut, 2);
  }

  private static Adapted adapt(Samples samples, Kin kin, int[] images, int[] heldOut, int threads) {
    try (Trainings trainings = new Trainings(threads)) {
      return new Adaptation(samples, kin, config(threads), trainings, stage -> {})
          .adapt(images, heldOut);
    }
  }

  private static Adapted adapt(Samples samples) {
    return adapt(samples, all(samples), new int[0]);
  }

  private static int[] all(Samples samples) {
    return IntStream.range(0, samples.size()).toArray();
  }

  @Test
  void scarceImagesAreCrossValidatedEachByAHeadThatHasNotSeenIt() {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1.5, 1);
    Samples samples = blobs.samples(blobs.images("t", 20));
    Adapted adapted = adapt(samples);
    assertNull(adapted.heldOut());
    assertEquals(100, adapted.unseen().images().length);
    assertEquals(100, Arrays.stream(adapted.unseen().images()).distinct().count());
    assertTrue(adapted.crossValidated().value() > 0.9, adapted.crossValidated().toString());
    assertEquals(
        1,
        adapted.learningCurve().points().get(adapted.learningCurve().points().size() - 1).share());
    assertEquals(
        adapted.crossValidated().value(),
        adapted
            .learningCurve()
            .points()
            .get(adapted.learningCurve().points().size() - 1)
            .accuracy()
            .value());
    // New points: the estimate is about right.
    Judged fresh = fresh(blobs, adapted.head(), samples.classes());
    assertEquals(fresh.accuracy().value(), adapted.crossValidated().value(), 0.08);
  }

  private static Judged fresh(Blobs blobs, Head head, List<String> classes) {
    Samples fresh = new Samples(classes, blobs.images("f", 100));
    int[] alone = all(fresh);
    return Judged.by(head, fresh, new Kin(alone, alone.length, List.of()), alone);
  }

  @Test
  void plentifulImagesAreHeldOut() {
    Blobs blobs = new Blobs(CLASSES, 16, 0.8, 1);
    Samples samples = blobs.samples(blobs.images("t", 200));
    Adapted adapted = adapt(samples);
    assertNull(adapted.crossValidated());
    assertEquals(200, adapted.unseen().images().length);
    assertEquals(Overfitting.Verdict.NONE, adapted.overfitting().verdict());
    assertTrue(adapted.heldOut().value() > 0.9);
  }

  @Test
  void imagesTheUserHoldsOutJudgeTheVeryHead() {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1.5, 1);
    List<Samples.Image> images = new ArrayList<>(blobs.images("t", 20));
    images.addAll(blobs.images("v", 10));
    Samples samples = blobs.samples(images);
    int[] heldOut = IntStream.range(100, 150).toArray();
    Adapted adapted = adapt(samples, IntStream.range(0, 100).toArray(), heldOut);
    Judged very = Judged.by(adapted.head(), samples, Kin.of(samples), heldOut);
    assertEquals(very.accuracy(), adapted.heldOut());
    assertArrayEquals(heldOut, adapted.unseen().images());
    assertTrue(adapted.crossValidated().value() > 0.8);
    assertTrue(adapted.suspects().stream().allMatch(suspect -> suspect.image() < 100));
  }

  @Test
  void theResultDoesNotDependOnThreads() {
    Blobs blobs = new Blobs(3, 16, 1, 1);
    Samples samples = blobs.samples(blobs.images("t", 12));
    Kin kin = Kin.of(samples);
    Adapted one = adapt(samples, kin, all(samples), new int[0], 1);
    Adapted four = adapt(samples, kin, all(samples), new int[0], 4);
    assertEquals(one.crossValidated(), four.crossValidated());
    assertEquals(one.learningCurve(), four.learningCurve());
    for (int i = 0; i < 16; i++) {
      assertArrayEquals(
          one.head().layers().get(0).weights()[i], four.head().layers().get(0).weights()[i]);
    }
  }

  /** Labels that say nothing, the same for all copies of a picture. */
  private static Samples nonsense(int each, int copies) {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1, 1);
    Random random = new Random(5);
    List<Samples.Image> images = new ArrayList<>();
    for (Samples.Image image : blobs.images("t", each)) {
      Samples.Image labelled = Blobs.labelled(image, random.nextInt(CLASSES));
      images.addAll(blobs.copies(labelled, copies));
    }
    return blobs.samples(images);
  }

  @Test
  void withNonsenseLabelsAccuracyIsThatOfGuessingEvenThoughPicturesAreThereThrice() {
    Samples samples = nonsense(24, 3);
    Kin kin = Kin.of(samples);
    assertEquals(120, kin.groups(), "copies are found");
    Adapted adapted = adapt(samples, kin, all(samples), new int[0], 2);
    Estimate accuracy = adapted.crossValidated();
    assertTrue(accuracy.low() <= 0.2 && accuracy.value() < 0.32, accuracy.toString());
    // The same with copies on both sides: this is what the split is there against.
    Kin torn = new Kin(all(samples), samples.size(), List.of());
    Estimate leaking = adapt(samples, torn, all(samples), new int[0], 2).crossValidated();
    assertTrue(leaking.low() > 0.4, "the test can see a leak: " + leaking);
  }

  @Test
  void threeImagesAClassAreLearntByHeart() {
    Blobs blobs = new Blobs(20, 256, 3.5, 1);
    Adapted adapted = adapt(blobs.samples(blobs.images("t", 3)));
    assertEquals(
        Overfitting.Verdict.OVERFITTING,
        adapted.overfitting().verdict(),
        adapted.overfitting().text());
    assertTrue(adapted.learningCurve().verdict() != LearningCurve.Verdict.HARDLY);
  }

  @Test
  void plantedLabelErrorsComeFirst() {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1.2, 1);
    List<Samples.Image> images = new ArrayList<>(blobs.images("t", 60));
    Set<Integer> planted = Set.of(3, 40, 61, 88, 130, 155, 190, 222, 250, 299);
    planted.forEach(
        i -> images.set(i, Blobs.labelled(images.get(i), (images.get(i).label() + 1 + i % 4) % 5)));
    List<Suspect> suspects = adapt(blobs.samples(images)).suspects();
    Set<Integer> first =
        suspects.stream().limit(15).map(Suspect::image).collect(Collectors.toSet());
    assertTrue(first.containsAll(planted), first + " of " + planted);
    for (Suspect suspect : suspects.subList(0, 10)) {
      int was = suspect.image() / 60;
      assertEquals(was, suspect.suggested(), "and what they are is told");
    }
  }
}
