package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Cell;
import io.github.resnet50.adapt.AdaptReport.ClassScore;
import io.github.resnet50.adapt.AdaptReport.Scores;
import io.github.resnet50.adapt.AdaptReport.SuspectLabel;
import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.Overfitting;
import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.train.Fit;
import io.github.resnet50.adapt.train.Trainings;
import io.github.resnet50.features.ContentKey;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.head.Head;
import io.github.resnet50.report.timing.MemoryPeak;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** From labelled features to a head and a report. {@link #stop} may be called by any thread. */
public final class AdaptRun implements AutoCloseable {
  private static final int MOST_SUSPECTS = 100;

  private final AdaptConfig config;
  private final Consumer<String> progress;
  private final Trainings trainings;

  /**
   * A head and what is known of it.
   *
   * @param classes in the order of its outputs
   */
  public record Result(Head head, List<String> classes, AdaptReport report) {}

  /**
   * What the report tells besides.
   *
   * @param train folder of the training images
   * @param heldOut folder of those held out; null where there is none
   */
  public record Origin(
      String tool,
      String version,
      Instant started,
      String name,
      AdaptReport.Base base,
      String train,
      String heldOut,
      int augmented,
      double featureSeconds) {}

  /**
   * @param progress hears what is done next
   */
  public AdaptRun(AdaptConfig config, Consumer<String> progress) {
    this.config = config;
    this.progress = progress;
    this.trainings = new Trainings(config.threads());
  }

  /** Has {@link #adapt} end soon with a {@link CancellationException}. */
  public void stop() {
    trainings.stop();
  }

  /**
   * @param heldOut null where nothing is
   * @throws UnusableDataException where there are too few classes, or too few images of one
   * @throws CancellationException where it was stopped
   */
  public Result adapt(LabelledFeatures learnt, LabelledFeatures heldOut, Origin origin)
      throws UnusableDataException {
    long start = System.nanoTime();
    Dataset given = Dataset.of(learnt, heldOut);
    Dataset dataset = config.permuted() ? given.permuted(config.seed()) : given;
    Adapted adapted =
        new Adaptation(dataset.samples(), dataset.kin(), config, trainings, progress)
            .adapt(dataset.train(), dataset.heldOut());
    List<AdaptReport.Failure> failures = new ArrayList<>(learnt.failures());
    if (heldOut != null) {
      failures.addAll(heldOut.failures());
    }
    AdaptReport report =
        new AdaptReport(
            origin.tool(),
            origin.version(),
            origin.started(),
            origin.name(),
            origin.base(),
            new AdaptReport.Data(
                origin.train(),
                origin.heldOut(),
                dataset.train().length,
                (int)
                    Arrays.stream(dataset.train())
                        .map(i -> dataset.kin().group()[i])
                        .distinct()
                        .count(),
                origin.augmented(),
                dataset.heldOut().length,
                dataset.leftOut(),
                failures.size(),
                sha256(dataset)),
            method(dataset),
            adapted.choice().settings(),
            adapted.choice().trials(),
            adapted.choice().curve(),
            scores(adapted),
            adapted.overfitting(),
            adapted.learningCurve(),
            classes(dataset, adapted.unseen()),
            confusion(dataset.samples(), adapted.unseen()),
            (int) adapted.suspects().stream().filter(Suspect::confident).count(),
            adapted.suspects().stream()
                .sorted(Comparator.comparing(Suspect::confident).reversed())
                .limit(MOST_SUSPECTS)
                .map(suspect -> suspect(dataset.samples(), suspect))
                .toList(),
            dataset.alike(),
            List.copyOf(dataset.warnings()),
            failures,
            new AdaptReport.Seconds(origin.featureSeconds(), (System.nanoTime() - start) / 1e9),
            MemoryPeak.now());
    return new Result(adapted.head(), dataset.samples().classes(), report);
  }

  private AdaptReport.Method method(Dataset dataset) {
    boolean crossValidated = config.isCrossValidated(dataset.train().length);
    boolean given = dataset.heldOut().length > 0;
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
    return new AdaptReport.Method(
        scored
            + "; "
            + chosen
            + "; classes keep their shares, near-duplicates and versions of one file stay on one"
            + " side; the model itself is then trained on all images of --train",
        crossValidated ? config.foldCount() : 0,
        config.seed(),
        config.permuted(),
        Overfitting.RULE,
        LearningCurve.RULE);
  }

  private static Scores scores(Adapted adapted) {
    Judged unseen = adapted.unseen();
    int[] support =
        Arrays.stream(unseen.confusion()).mapToInt(row -> Arrays.stream(row).sum()).toArray();
    return new Scores(
        adapted.training(),
        new Fit(unseen.loss(), unseen.accuracy().value()),
        adapted.crossValidated(),
        adapted.heldOut(),
        unseen.balancedAccuracy(),
        (double) Arrays.stream(support).max().orElseThrow() / unseen.images().length);
  }

  private static List<ClassScore> classes(Dataset dataset, Judged unseen) {
    int[] counts = dataset.samples().of(dataset.train()).counts();
    int[][] confusion = unseen.confusion();
    List<ClassScore> scores = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      int label = c;
      int support = Arrays.stream(confusion[c]).sum();
      long independent =
          Arrays.stream(unseen.images())
              .filter(i -> dataset.samples().images().get(i).label() == label)
              .map(i -> dataset.kin().group()[i])
              .distinct()
              .count();
      scores.add(
          new ClassScore(
              dataset.samples().classes().get(c),
              counts[c],
              support,
              support == 0
                  ? null
                  : Estimate.wilson((double) confusion[c][c] / support, (int) independent)));
    }
    return scores;
  }

  private static List<Cell> confusion(Samples samples, Judged unseen) {
    int[][] counts = unseen.confusion();
    List<Cell> cells = new ArrayList<>();
    for (int truth = 0; truth < counts.length; truth++) {
      for (int taken = 0; taken < counts.length; taken++) {
        if (counts[truth][taken] > 0) {
          cells.add(
              new Cell(
                  samples.classes().get(truth),
                  samples.classes().get(taken),
                  counts[truth][taken]));
        }
      }
    }
    return cells;
  }

  private static SuspectLabel suspect(Samples samples, Suspect suspect) {
    return new SuspectLabel(
        samples.images().get(suspect.image()).path(),
        samples.classes().get(suspect.label()),
        samples.classes().get(suspect.suggested()),
        suspect.labelProbability(),
        suspect.suggestedProbability(),
        suspect.confident());
  }

  /** Of a line an image, with its class and the hash of its bytes, sorted. */
  private static String sha256(Dataset dataset) {
    Samples samples = dataset.samples();
    String lines =
        Arrays.stream(dataset.train())
            .mapToObj(samples.images()::get)
            .map(image -> samples.classes().get(image.label()) + "\t" + image.content() + "\n")
            .sorted()
            .collect(Collectors.joining());
    return ContentKey.of(lines.getBytes(StandardCharsets.UTF_8)).hex();
  }

  @Override
  public void close() {
    trainings.close();
  }
}
