package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.EvaluationReport.Images;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Bootstrap;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.report.ImageScores;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.Prediction;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Compares records with what the images show, one by one, and keeps a few numbers of each. For one
 * thread.
 *
 * <p>A failed image and one without a label are counted and named, but are no part of any score.
 */
public final class Evaluation {
  private static final int NAMED_UNLABELLED = 5;
  private static final int KEPT_MISTAKES = 100;

  private final TrueLabels labels;
  private final List<Reader> readers;
  private Classes classes;
  private final List<Observation> observations = new ArrayList<>();
  private final Mistakes mistakes = new Mistakes(KEPT_MISTAKES);
  private final Tally tally = new Tally();
  private final List<String> unlabelled = new ArrayList<>();
  private long unlabelledCount;
  private int known = Integer.MAX_VALUE;

  /** Takes more of labelled images than an observation holds. */
  public interface Reader {
    void add(Predicted image, Observation observation);
  }

  /**
   * @param classes those of the model; null where it has no names
   * @param readers get every labelled image, in the order of the records
   */
  public Evaluation(TrueLabels labels, Classes classes, List<Reader> readers) {
    this.labels = labels;
    this.classes = classes;
    this.readers = List.copyOf(readers);
  }

  /** Null, as {@link Evaluation} takes it, where a model has no names. */
  public static Classes classes(List<Label> names) {
    return names.isEmpty() ? null : Classes.of(names);
  }

  /** Takes a record, and says what its label says of it. */
  public Verdict add(ItemResult result) {
    tally.add(result);
    if (!(result instanceof Predicted image)) {
      return new Verdict(Verdict.Kind.FAILED, "");
    }
    ImageScores scores = image.scores();
    if (classes == null) {
      classes = Classes.unnamed(scores.probabilities().length);
    }
    OptionalInt truth = classes.find(labels.of(image.name()));
    if (truth.isEmpty()) {
      unlabelledCount++;
      if (unlabelled.size() < NAMED_UNLABELLED) {
        unlabelled.add(image.name());
      }
      return new Verdict(Verdict.Kind.UNLABELLED, "");
    }
    Observation observation;
    if (scores == null) {
      observation = ofTopK(truth.getAsInt(), image.predictions());
      known = Math.min(known, image.predictions().size());
    } else {
      observation = Observation.of(truth.getAsInt(), scores.probabilities());
    }
    observations.add(observation);
    mistakes.add(image, observation);
    readers.forEach(reader -> reader.add(image, observation));
    return new Verdict(
        observation.correct() ? Verdict.Kind.RIGHT : Verdict.Kind.WRONG,
        classes.label(truth.getAsInt()).name());
  }

  private static Observation ofTopK(int trueClass, List<Prediction> predictions) {
    int[] classes = predictions.stream().mapToInt(Prediction::classIndex).toArray();
    float[] probabilities = new float[classes.length];
    for (int i = 0; i < classes.length; i++) {
      probabilities[i] = predictions.get(i).probability();
    }
    return Observation.ofTopK(trueClass, classes, probabilities);
  }

  /** Top-1 accuracy; NaN where no image was evaluated. */
  public double top1() {
    return new Observations(observations).accuracy(1);
  }

  /** One an evaluated image, in the order of the records. */
  public List<Observation> observations() {
    return List.copyOf(observations);
  }

  /** What became of the images. */
  public Images images() {
    return new Images(
        tally.ok() + tally.failed(),
        observations.size(),
        tally.failed(),
        unlabelledCount,
        unlabelled,
        tally.firstFailures().stream()
            .map(failed -> new Images.Failure(failed.name(), failed.failure().toString()))
            .toList());
  }

  /**
   * Everything that these images say.
   *
   * @throws IllegalStateException where no image was evaluated
   */
  public Scores scores(int topK, Binning binning, Bootstrap bootstrap) {
    if (observations.isEmpty()) {
      throw new IllegalStateException("no labelled image");
    }
    return Scores.of(
        observations,
        Metric.all(topK, known, binning),
        binning,
        bootstrap,
        classes,
        mistakes.surest());
  }
}
