package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.EvaluationReport.EvaluatedClass;
import io.github.resnet50.evaluate.EvaluationReport.EvaluatedImages;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.evaluate.EvaluationReport.Mistake;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.model.labelled.UnmatchedLabels;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.html.LabelledGallery.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Compares records with the true labels, one by one, and keeps a few numbers for each. For one
 * thread.
 *
 * <p>A failed image and one without a label are counted and named, but are no part of any score.
 */
public final class Evaluation {
  private static final int NAMED_UNLABELLED = 5;
  private static final int KEPT_MISTAKES = 100;
  private static final double ROUNDING = 1e-3;
  private static final Comparator<Mistake> SUREST_LAST =
      Comparator.comparingDouble(Mistake::confidence)
          .thenComparing(Comparator.comparing(Mistake::path).reversed());

  private final TrueLabels labels;
  private final List<Reader> readers;
  private TargetClasses classes;
  private UnmatchedLabels unmatched;
  private final List<Observation> observations = new ArrayList<>();
  private final PriorityQueue<Mistake> mistakes = new PriorityQueue<>(SUREST_LAST);
  private final Tally tally = new Tally();
  private final List<String> unlabelled = new ArrayList<>();
  private long unlabelledCount;
  private long ambiguousCount;
  private int known = Integer.MAX_VALUE;

  /** Reads more of labelled images than an {@link io.github.resnet50.metrics.Observation} holds. */
  public interface Reader {
    void add(Predicted image, Observation observation);
  }

  /**
   * @param classes those of the model; none where it has no names
   * @param readers receive every labelled image, in the order of the records
   */
  public Evaluation(TrueLabels labels, TargetClasses classes, List<Reader> readers) {
    this.labels = labels;
    this.classes = classes;
    this.unmatched = new UnmatchedLabels(classes.index(), labels);
    this.readers = List.copyOf(readers);
  }

  /**
   * Evaluates records and passes them on.
   *
   * @param verdicts receives each record and whether it is right
   * @param next null if they are not passed on
   */
  public PredictionSink sink(BiConsumer<ItemResult, Verdict> verdicts, PredictionSink next) {
    return new PredictionSink() {
      @Override
      public void write(ItemResult result) throws IOException {
        verdicts.accept(result, add(result));
        if (next != null) {
          next.write(result);
        }
      }

      @Override
      public void flush() throws IOException {
        if (next != null) {
          next.flush();
        }
      }

      @Override
      public void close() throws IOException {
        if (next != null) {
          next.close();
        }
      }
    };
  }

  /** Adds a record; returns whether it is right. */
  public Verdict add(ItemResult result) {
    tally.add(result);
    if (!(result instanceof Predicted image)) {
      return new Verdict(Verdict.Correctness.FAILED);
    }
    if (classes.isEmpty() && image.scores() != null) {
      classes = TargetClasses.unnamed(image.scores().probabilities().length);
      unmatched = new UnmatchedLabels(classes.index(), labels);
    }
    List<String> names = labels.of(image.name());
    ClassMatch truth = classes.find(labels, image.name());
    unmatched.add(names, truth, image.name());
    if (truth.isAmbiguous()) {
      ambiguousCount++;
      return new Verdict(Verdict.Correctness.AMBIGUOUS);
    }
    if (truth.isNone()) {
      unlabelledCount++;
      if (unlabelled.size() < NAMED_UNLABELLED) {
        unlabelled.add(image.name());
      }
      return new Verdict(Verdict.Correctness.UNLABELLED);
    }
    int trueClass = truth.index().orElseThrow();
    Observation observation = observe(image, trueClass);
    observations.add(observation);
    keepMistake(image, observation);
    readers.forEach(reader -> reader.add(image, observation));
    return new Verdict(
        observation.correct() ? Verdict.Correctness.RIGHT : Verdict.Correctness.WRONG,
        classes.label(trueClass).name(),
        classes.label(trueClass).id());
  }

  private Observation observe(Predicted image, int trueClass) {
    if (image.scores() != null) {
      return Observation.of(trueClass, image.scores().probabilities());
    }
    List<Prediction> predictions = image.predictions();
    Optional<float[]> all = allProbabilities(predictions, trueClass);
    if (all.isPresent()) {
      return Observation.of(trueClass, all.get());
    }
    known = Math.min(known, predictions.size());
    int[] indices = predictions.stream().mapToInt(Prediction::classIndex).toArray();
    float[] probabilities = new float[indices.length];
    for (int i = 0; i < indices.length; i++) {
      probabilities[i] = predictions.get(i).probability();
    }
    return Observation.ofTopK(trueClass, indices, probabilities);
  }

  /** Of a record that lists every class there is. */
  private Optional<float[]> allProbabilities(List<Prediction> predictions, int trueClass) {
    int count = classes.count();
    if (predictions.size() != count || trueClass >= count) {
      return Optional.empty();
    }
    float[] probabilities = new float[count];
    Arrays.fill(probabilities, Float.NaN);
    double sum = 0;
    for (Prediction p : predictions) {
      if (p.classIndex() >= count || !Float.isNaN(probabilities[p.classIndex()])) {
        return Optional.empty();
      }
      probabilities[p.classIndex()] = p.probability();
      sum += p.probability();
    }
    return Math.abs(sum - 1) < ROUNDING ? Optional.of(probabilities) : Optional.empty();
  }

  private void keepMistake(Predicted image, Observation o) {
    if (!o.correct()) {
      Float truth = Float.isNaN(o.trueProbability()) ? null : (Float) o.trueProbability();
      mistakes.add(
          new Mistake(image.name(), o.trueClass(), o.predictedClass(), o.confidence(), truth));
      if (mistakes.size() > KEPT_MISTAKES) {
        mistakes.poll();
      }
    }
  }

  /** Top-1 accuracy; at least one image must have been evaluated. */
  public Estimate top1() {
    return Estimate.wilson(new Observations(observations).accuracy(1), observations.size());
  }

  /** The labels of the images so far. */
  public UnmatchedLabels labels() {
    return unmatched;
  }

  /** How many images were evaluated, and why others were not. */
  public EvaluatedImages images() {
    return new EvaluatedImages(
        tally.ok() + tally.failed(),
        observations.size(),
        tally.failed(),
        unlabelledCount,
        ambiguousCount,
        unlabelled,
        unmatched.entries(),
        tally.firstFailures().stream()
            .map(
                failed ->
                    new EvaluatedImages.ImageError(failed.name(), failed.failure().toString()))
            .toList(),
        null);
  }

  /**
   * All scores of the images so far.
   *
   * @throws IllegalStateException where no image was evaluated
   */
  public EvaluationScores scores(int topK, Binning binning) {
    if (observations.isEmpty()) {
      throw new IllegalStateException("no labelled image");
    }
    List<Metric> wanted = Metric.all(topK, known, binning);
    Map<Metric, Estimate> metrics = Metric.estimates(wanted, observations);
    ConfusionMatrix confusion = ConfusionMatrix.of(observations);
    return new EvaluationScores(
        metrics,
        wanted.stream().filter(m -> !metrics.containsKey(m)).map(Metric::name).toList(),
        classes.neverPredicted(),
        IntStream.range(0, confusion.classes())
            .filter(c -> confusion.support(c) + confusion.predicted(c) > 0)
            .mapToObj(c -> EvaluatedClass.of(confusion, c, classes.label(c)))
            .toList(),
        confusion.cells(),
        binning.of(observations),
        mistakes.stream().sorted(SUREST_LAST.reversed()).toList());
  }
}
