package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.AdaptConfig.Fixed;
import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.FitVerdict;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole procedure on points. */
@Timeout(120)
class AdaptationProcedureTest {
  private static final int CLASSES = 5;
  private static final int WIDTH = 48;

  private static final TrainingSettings ADAMW =
      new TrainingSettings(0, new Regularization(0.2, 0, 0), new Optimizer(0, 40, 5, 32), true, 3);

  private static final TrainingSettings LOGISTIC = TrainingSettings.logistic(true, 3);

  static AdaptConfig config(int threads) {
    return new AdaptConfig(LOGISTIC, Fixed.NONE, null, false, false, threads);
  }

  private static AdaptationProcedure.Findings adapt(
      TrainingSettings settings, Dataset dataset, int[] images, int[] heldOut, int threads) {
    AdaptConfig config = new AdaptConfig(settings, Fixed.NONE, null, false, false, threads);
    try (TrainingPool pool = new TrainingPool(threads)) {
      return new AdaptationProcedure(dataset, config, pool, stage -> {}).adapt(images, heldOut);
    }
  }

  private static AdaptationProcedure.Findings adapt(
      Dataset dataset, int[] images, int[] heldOut, int threads) {
    return adapt(LOGISTIC, dataset, images, heldOut, threads);
  }

  private static AdaptationProcedure.Findings adapt(Dataset dataset) {
    return adapt(dataset, all(dataset), new int[0], 2);
  }

  private static int[] all(Dataset dataset) {
    return IntStream.range(0, dataset.size()).toArray();
  }

  @Test
  void scarceImagesAreCrossValidatedEachByAHeadThatHasNotSeenIt() {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1.5, 1);
    Dataset dataset = blobs.dataset(blobs.images("t", 20));
    AdaptationProcedure.Findings adapted = adapt(dataset);
    assertNull(adapted.quality().scores().heldOut());
    assertEquals(100, adapted.unseen().images().length);
    assertEquals(100, Arrays.stream(adapted.unseen().images()).distinct().count());
    assertTrue(
        adapted.quality().scores().crossValidated().value() > 0.9,
        adapted.quality().scores().crossValidated().toString());
    assertEquals(
        1,
        adapted
            .quality()
            .learningCurve()
            .points()
            .get(adapted.quality().learningCurve().points().size() - 1)
            .share());
    assertEquals(
        adapted.quality().scores().crossValidated().value(),
        adapted
            .quality()
            .learningCurve()
            .points()
            .get(adapted.quality().learningCurve().points().size() - 1)
            .accuracy()
            .value());
    // New points: the estimate is about right.
    Predictions fresh = fresh(blobs, adapted.head(), dataset.classes());
    assertEquals(
        fresh.accuracy().value(), adapted.quality().scores().crossValidated().value(), 0.08);
  }

  private static Predictions fresh(Blobs blobs, Head head, List<String> classes) {
    Dataset fresh = torn(classes, blobs.images("f", 100));
    return Predictions.of(head, fresh, all(fresh));
  }

  /** As if no image showed the same as another. */
  private static Dataset torn(List<String> classes, List<Image> images) {
    int[] alone = IntStream.range(0, images.size()).toArray();
    return new Dataset(classes, images, new DuplicateGroups(alone, alone.length, List.of()));
  }

  @Test
  void plentifulImagesAreHeldOut() {
    Blobs blobs = new Blobs(CLASSES, 16, 0.8, 1);
    Dataset dataset = blobs.dataset(blobs.images("t", 200));
    AdaptationProcedure.Findings adapted = adapt(dataset);
    assertNull(adapted.quality().scores().crossValidated());
    assertEquals(200, adapted.unseen().images().length);
    assertEquals(FitVerdict.Diagnosis.SOUND, adapted.quality().fit().verdict());
    assertTrue(adapted.quality().scores().heldOut().value() > 0.9);
  }

  @Test
  void imagesTheUserHoldsOutJudgeTheVeryHead() {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1.5, 1);
    List<Image> images = new ArrayList<>(blobs.images("t", 20));
    images.addAll(blobs.images("v", 10));
    Dataset dataset = blobs.dataset(images);
    int[] heldOut = IntStream.range(100, 150).toArray();
    AdaptationProcedure.Findings adapted =
        adapt(dataset, IntStream.range(0, 100).toArray(), heldOut, 2);
    Predictions very = Predictions.of(adapted.head(), dataset, heldOut);
    assertEquals(very.accuracy(), adapted.quality().scores().heldOut());
    assertArrayEquals(heldOut, adapted.unseen().images());
    assertTrue(adapted.quality().scores().crossValidated().value() > 0.8);
    assertTrue(adapted.doubts().ranking().stream().allMatch(d -> d.suspect().image() < 100));
  }

  static List<TrainingSettings> solvers() {
    return List.of(LOGISTIC, ADAMW);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void theResultDoesNotDependOnThreads(TrainingSettings solver) {
    Blobs blobs = new Blobs(3, 16, 1, 1);
    Dataset dataset = blobs.dataset(blobs.images("t", 12));
    AdaptationProcedure.Findings one = adapt(solver, dataset, all(dataset), new int[0], 1);
    AdaptationProcedure.Findings four = adapt(solver, dataset, all(dataset), new int[0], 4);
    assertEquals(one.quality().scores().crossValidated(), four.quality().scores().crossValidated());
    assertEquals(one.quality().learningCurve(), four.quality().learningCurve());
    for (int i = 0; i < 16; i++) {
      assertArrayEquals(
          one.head().layers().get(0).weights()[i], four.head().layers().get(0).weights()[i]);
    }
  }

  /** Ten of one class to one of the other, which are easily told apart. */
  @ParameterizedTest
  @MethodSource("solvers")
  void classesOfUnequalSizeAreToldApart(TrainingSettings solver) {
    Blobs blobs = new Blobs(2, 256, 3, 1);
    List<Image> images = new ArrayList<>(blobs.images("t", 124));
    images.subList(136, 248).clear();
    Dataset dataset = blobs.dataset(images);
    AdaptReport.HeadScores scores =
        adapt(solver, dataset, all(dataset), new int[0], 2).quality().scores();
    assertTrue(scores.crossValidated().value() > 0.97, scores.toString());
    assertTrue(scores.balanced().value() > 0.9, scores.toString());
    assertTrue(scores.unseen().loss() < 0.2, scores.toString());
  }

  /** Labels that say nothing, the same for all copies of a picture. */
  private static Dataset nonsense(int each, int copies) {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1, 1);
    Random random = new Random(5);
    List<Image> images = new ArrayList<>();
    for (Image image : blobs.images("t", each)) {
      Image labelled = image.withLabel(random.nextInt(CLASSES));
      images.addAll(blobs.copies(labelled, copies));
    }
    return blobs.dataset(images);
  }

  @Test
  void withNonsenseLabelsAccuracyIsThatOfGuessingEvenThoughPicturesAreThereThrice() {
    Dataset dataset = nonsense(24, 3);
    assertEquals(120, dataset.duplicates().count(), "copies are found");
    AdaptationProcedure.Findings adapted = adapt(dataset);
    Estimate accuracy = adapted.quality().scores().crossValidated();
    assertTrue(accuracy.low() <= 0.2 && accuracy.value() < 0.32, accuracy.toString());
    // The same with copies on both sides: this is what the split is there against.
    Dataset torn = torn(dataset.classes(), dataset.images());
    Estimate leaking = adapt(torn).quality().scores().crossValidated();
    assertTrue(leaking.low() > 0.4, "the test can see a leak: " + leaking);
  }

  @Test
  void threeImagesAClassLetNothingBeSaidOfMore() {
    Blobs blobs = new Blobs(20, 256, 3.5, 1);
    AdaptationProcedure.Findings adapted = adapt(blobs.dataset(blobs.images("t", 3)));
    assertEquals(1, adapted.quality().scores().training().accuracy(), 0.05);
    assertTrue(adapted.quality().fit().gap() > 0.2, adapted.quality().fit().text());
    assertEquals(LearningCurve.MoreImages.UNKNOWN, adapted.quality().learningCurve().verdict());
  }

  @Test
  void labelsThatSayNothingAreFoundNoBetterThanGuessing() {
    AdaptationProcedure.Findings adapted = adapt(nonsense(30, 1));
    assertEquals(
        FitVerdict.Diagnosis.GUESSING,
        adapted.quality().fit().verdict(),
        adapted.quality().fit().text());
  }

  @Test
  void everyRecipeIsJudgedByTheSameImages() {
    Blobs blobs = new Blobs(3, 24, 1.5, 1);
    Dataset dataset = blobs.dataset(blobs.images("t", 12));
    AdaptConfig config = new AdaptConfig(LOGISTIC, Fixed.NONE, null, false, true, 2);
    List<AdaptReport.Recipe> recipes;
    try (TrainingPool pool = new TrainingPool(2)) {
      recipes =
          new AdaptationProcedure(dataset, config, pool, stage -> {})
              .adapt(all(dataset), new int[0])
              .quality()
              .recipes();
    }
    assertEquals(
        List.of(
            "AdamW alone",
            "with dropout 0.2",
            "with weight decay 1",
            "with early stopping",
            "with all of these",
            "the head itself"),
        recipes.stream().map(AdaptReport.Recipe::name).toList());
    double alone = recipes.get(0).unseen().accuracy();
    for (AdaptReport.Recipe recipe : recipes) {
      assertTrue(recipe.unseen().accuracy() > 0.7, recipe.toString());
      assertEquals(recipe.unseen().accuracy() - alone, recipe.gain().value(), 1e-9);
    }
  }

  @Test
  void plantedLabelErrorsComeFirst() {
    Blobs blobs = new Blobs(CLASSES, WIDTH, 1.2, 1);
    List<Image> images = new ArrayList<>(blobs.images("t", 60));
    Set<Integer> planted = Set.of(3, 40, 61, 88, 130, 155, 190, 222, 250, 299);
    planted.forEach(
        i -> images.set(i, images.get(i).withLabel((images.get(i).label() + 1 + i % 4) % 5)));
    LabelDoubts doubts = adapt(blobs.dataset(images)).doubts();
    List<Suspect> suspects = doubts.ranking().stream().map(LabelDoubts.Doubt::suspect).toList();
    assertEquals(10, doubts.first().wrong(), 3, doubts.first().toString());
    Set<Integer> first =
        suspects.stream().limit(15).map(Suspect::image).collect(Collectors.toSet());
    assertTrue(first.containsAll(planted), first + " of " + planted);
    for (Suspect suspect : suspects.subList(0, 10)) {
      int was = suspect.image() / 60;
      assertEquals(was, suspect.suggested(), "and what they are is told");
    }
  }
}
