package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.ConfidentLearning;
import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.Overfitting;
import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Kin;
import io.github.resnet50.adapt.train.Fit;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.Trainings;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.head.Head;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The whole procedure, from features to a head and what can be said of it.
 *
 * <p>No figure on unseen images comes from a head that has seen them, something that shows the
 * same, or had a choice made by them:
 *
 * <ul>
 *   <li>Scarce images are cross-validated, nested: each fold is judged by a head whose settings
 *       were chosen by an inner cross-validation of the other folds.
 *   <li>Else a fifth is held out, unless the user brings images for that; settings are chosen on a
 *       validation part of the others.
 * </ul>
 *
 * <p>The head that is handed on is then trained on all training images, with settings chosen in the
 * same way on them: the figures are those of its kind, a little low rather than high. Images that
 * the user brings to be held out stay out: that figure is of the very head.
 */
final class Adaptation {
  private final Samples samples;
  private final Kin kin;
  private final AdaptConfig config;
  private final Trainings trainings;
  private final Consumer<String> progress;
  private final SettingsSearch search;

  /**
   * @param progress hears what is done next
   */
  Adaptation(
      Samples samples,
      Kin kin,
      AdaptConfig config,
      Trainings trainings,
      Consumer<String> progress) {
    this.samples = samples;
    this.kin = kin;
    this.config = config;
    this.trainings = trainings;
    this.progress = progress;
    this.search = new SettingsSearch(samples, kin, config, trainings);
  }

  /** A head for a part, with settings chosen on what it learns from. */
  record Attempt(Part part, TrainingSettings settings, Head head, Fit training, Judged unseen) {}

  /**
   * @param images places to learn from
   * @param heldOut places to be judged by, which show nothing of the others; may be empty
   * @throws CancellationException where the trainings were stopped
   */
  Adapted adapt(int[] images, int[] heldOut) {
    boolean crossValidated = config.isCrossValidated(images.length);
    progress.accept("choosing settings");
    Choice choice = search.choose(images, crossValidated, true);
    progress.accept("training on all images");
    Head head = train(images, choice.settings());
    List<Part> parts =
        crossValidated
            ? Part.all(samples, kin, images, config.foldCount(), config.seed())
            : heldOut.length > 0
                ? List.of()
                : List.of(Part.one(samples, kin, images, AdaptConfig.FOLDS, config.seed()));
    progress.accept(crossValidated ? "cross-validating" : "scoring on held-out images");
    List<Attempt> attempts = trainings.all(parts, part -> attempt(part, crossValidated));
    Judged split = attempts.stream().map(Attempt::unseen).reduce(Judged::and).orElse(null);
    Attempt given =
        heldOut.length == 0 ? null : judged(new Part(images, heldOut), choice.settings(), head);
    List<Attempt> judging = given == null ? attempts : List.of(given);
    Judged unseen = given == null ? split : given.unseen();
    Fit training = mean(judging);
    progress.accept("learning curve");
    LearningCurve curve = new CurveMaker(samples, kin, config, trainings).curve(judging);
    progress.accept("looking for label errors");
    Judged own = crossValidated ? split : unseenOnceEach(images, choice.settings());
    return new Adapted(
        head,
        choice,
        training,
        unseen,
        crossValidated ? split.accuracy() : null,
        heldOutAccuracy(given, crossValidated ? null : split),
        Overfitting.of(training.accuracy(), unseen.accuracy(), training.loss(), unseen.loss()),
        curve,
        suspects(own));
  }

  private static Estimate heldOutAccuracy(Attempt given, Judged split) {
    if (given != null) {
      return given.unseen().accuracy();
    }
    return split == null ? null : split.accuracy();
  }

  private Attempt attempt(Part part, boolean crossValidated) {
    TrainingSettings settings = search.choose(part.train(), crossValidated, false).settings();
    return judged(part, settings, train(part.train(), settings));
  }

  private Attempt judged(Part part, TrainingSettings settings, Head head) {
    Judged training = Judged.by(head, samples, kin, part.train());
    return new Attempt(
        part,
        settings,
        head,
        new Fit(training.loss(), training.accuracy().value()),
        Judged.by(head, samples, kin, part.test()));
  }

  private Head train(int[] images, TrainingSettings settings) {
    return trainings.train(settings, samples.withVariants(images)).head();
  }

  private static Fit mean(List<Attempt> attempts) {
    double loss = 0;
    double accuracy = 0;
    for (Attempt attempt : attempts) {
      loss += attempt.training().loss() / attempts.size();
      accuracy += attempt.training().accuracy() / attempts.size();
    }
    return new Fit(loss, accuracy);
  }

  /** For label errors: all images, each by a head that has not seen it. */
  private Judged unseenOnceEach(int[] images, TrainingSettings settings) {
    List<Part> parts = Part.all(samples, kin, images, AdaptConfig.FOLDS, config.seed() + 2);
    return trainings
        .all(parts, p -> Judged.by(train(p.train(), settings), samples, kin, p.test()))
        .stream()
        .reduce(Judged::and)
        .orElseThrow();
  }

  private List<Suspect> suspects(Judged judged) {
    float[][] probabilities = new float[samples.size()][];
    for (int row = 0; row < judged.images().length; row++) {
      probabilities[judged.images()[row]] = judged.probabilities()[row];
    }
    return ConfidentLearning.suspects(probabilities, samples.labels(), samples.classes().size());
  }
}
