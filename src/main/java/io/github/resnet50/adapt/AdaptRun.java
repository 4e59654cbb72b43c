package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Cost;
import io.github.resnet50.adapt.AdaptReport.Counts;
import io.github.resnet50.adapt.AdaptReport.Folders;
import io.github.resnet50.adapt.AdaptReport.HeadScores;
import io.github.resnet50.adapt.AdaptReport.Issues;
import io.github.resnet50.adapt.AdaptReport.Procedure;
import io.github.resnet50.adapt.AdaptReport.Provenance;
import io.github.resnet50.adapt.AdaptReport.Seconds;
import io.github.resnet50.adapt.AdaptReport.SuspectLabel;
import io.github.resnet50.adapt.AdaptReport.TrainingData;
import io.github.resnet50.adapt.AdaptReport.UnreadableImage;
import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.adapt.LabelDoubts.Doubt;
import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.FitVerdict;
import io.github.resnet50.adapt.check.Leakage;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.Head;
import io.github.resnet50.report.timing.MemoryPeak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** From labelled features to a head and a report. {@link #stop} may be called by any thread. */
public final class AdaptRun implements AutoCloseable {
  private static final int MOST_SUSPECTS = 100;

  private final AdaptConfig config;
  private final Consumer<String> progress;
  private final TrainingPool pool;

  /**
   * A head and its report.
   *
   * @param classes in the order of the head's outputs
   */
  public record Adapted(Head head, List<String> classes, AdaptReport report) {}

  /**
   * @param progress takes the name of each step as it begins
   */
  public AdaptRun(AdaptConfig config, Consumer<String> progress) {
    this.config = config;
    this.progress = progress;
    this.pool = new TrainingPool(config.threads());
  }

  /**
   * Makes {@link #adapt} end soon with a {@link CancellationException}. May be called by any
   * thread.
   */
  public void stop() {
    pool.stop();
  }

  /**
   * @param heldOut null where nothing is
   * @param origin for the report
   * @param featureSeconds how long the features took, for the report
   * @throws UnusableDataException where there are too few classes, or too few images of one
   * @throws CancellationException where it was stopped
   */
  public Adapted adapt(
      LabelledFeatures learnt, LabelledFeatures heldOut, Provenance origin, double featureSeconds)
      throws UnusableDataException {
    long start = System.nanoTime();
    CheckedData given = CheckedData.of(learnt, heldOut);
    CheckedData data = config.permuted() ? given.permuted(config.seed(), pool) : given;
    Dataset dataset = data.dataset();
    requireRoom(data);
    AdaptationProcedure.Findings adapted =
        new AdaptationProcedure(dataset, config, pool, progress)
            .adapt(data.train(), data.heldOut());
    warnOfWorseThanGuessing(adapted.quality().scores(), data);
    pool.unfinished().ifPresent(data.warnings()::add);
    List<UnreadableImage> failures = new ArrayList<>(learnt.failures());
    failures.addAll(heldOut == null ? List.of() : heldOut.failures());
    AdaptReport report =
        new AdaptReport(
            origin,
            new TrainingData(
                new Folders(
                    learnt.folder().toString(),
                    heldOut == null ? null : heldOut.folder().toString()),
                counts(data, failures.size()),
                sha256(data)),
            method(data, adapted.quality().scores()),
            adapted.chosen(),
            adapted.quality(),
            issues(adapted.doubts(), data, failures),
            new Cost(
                new Seconds(featureSeconds, (System.nanoTime() - start) / 1e9), MemoryPeak.now()));
    return new Adapted(adapted.head(), dataset.classes(), report);
  }

  /** Logistic regression has all rows in one array. */
  private void requireRoom(CheckedData data) throws UnusableDataException {
    float[][] views = data.dataset().images().get(data.train()[0]).features();
    long most = Integer.MAX_VALUE / ((long) views.length * views[0].length);
    if (config.settings().isConvex() && data.train().length > most) {
      throw new UnusableDataException(
          Text.format(
              "%,d images with %d views of %,d features are too many for logistic regression: at"
                  + " most %,d; give fewer, a lower --augment, or --solver adamw",
              data.train().length, views.length, views[0].length, most));
    }
  }

  private void warnOfWorseThanGuessing(HeadScores scores, CheckedData data) {
    double accuracy = scores.accuracy().value();
    if (accuracy < scores.guessing() && !config.permuted()) {
      data.warnings()
          .add(
              Text.format(
                  "%.1f %% of the unseen images are right, where always naming the most frequent"
                      + " class is right for %.1f %%",
                  100 * accuracy, 100 * scores.guessing()));
    }
  }

  private static Counts counts(CheckedData data, int failed) {
    Image first = data.dataset().images().get(data.train()[0]);
    return new Counts(
        data.train().length,
        data.dataset().distinct(data.train()),
        first.features().length - 1,
        data.heldOut().length,
        data.leftOut(),
        failed);
  }

  private Procedure method(CheckedData data, HeadScores scores) {
    boolean crossValidated = config.isCrossValidated(data.train().length);
    boolean given = data.heldOut().length > 0;
    String scored =
        given
            ? "judged once by the images that the user holds out"
            : crossValidated
                ? config.foldCount()
                    + "-fold cross-validation, nested: each fold is judged by a head whose settings"
                    + " were chosen on the others"
                : "judged once by a fifth of the images, which takes part in no choice";
    String chosen =
        crossValidated
            ? "settings by 3-fold cross-validation"
            : "settings by a validation part of a fifth of the rest";
    return new Procedure(
        scored
            + "; "
            + chosen
            + "; classes keep their shares, near-duplicates and versions of one file stay on one"
            + " side; the model itself is then trained on all images of --train",
        crossValidated ? config.foldCount() : 0,
        config.seed(),
        config.permuted(),
        config.permuted() ? Leakage.of(scores.accuracy(), scores.guessing()) : null,
        FitVerdict.RULE,
        LearningCurve.RULE);
  }

  private static Issues issues(
      LabelDoubts doubts, CheckedData data, List<UnreadableImage> failures) {
    return new Issues(
        doubts.first(),
        doubts.ranking().stream()
            .limit(MOST_SUSPECTS)
            .map(doubt -> named(doubt, data.dataset()))
            .toList(),
        data.alike(),
        List.copyOf(data.warnings()),
        failures);
  }

  private static SuspectLabel named(Doubt doubt, Dataset dataset) {
    Suspect suspect = doubt.suspect();
    return new SuspectLabel(
        dataset.images().get(suspect.image()).path(),
        dataset.classes().get(suspect.label()),
        dataset.classes().get(suspect.suggested()),
        suspect.labelProbability(),
        suspect.suggestedProbability(),
        doubt.wrong());
  }

  /** Hash of one line per image, sorted: its class and the hash of its bytes. */
  private static String sha256(CheckedData data) {
    List<String> classes = data.dataset().classes();
    String lines =
        Arrays.stream(data.train())
            .mapToObj(data.dataset().images()::get)
            .map(image -> classes.get(image.label()) + "\t" + image.content() + "\n")
            .sorted()
            .collect(Collectors.joining());
    return new Sha256().add(lines).hex();
  }

  @Override
  public void close() {
    pool.close();
  }

  /** No classifier can be made from these images; the message is for the user. */
  public static final class UnusableDataException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableDataException(String message) {
      super(message);
    }
  }
}
