package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.EvaluationTables.DecisionFigure;
import io.github.resnet50.evaluate.ThresholdFitter.FittedThreshold;
import io.github.resnet50.image.PassedOver;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.ConfusionMatrix.ClassPair;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.UnmatchedLabels;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluation; the components, in snake case, are the keys of its JSON file. Writers are flushed
 * and stay open.
 *
 * @param model what classified; null where predictions were read from a file
 * @param predictions the file that they were read from; null where a model classified
 * @param labels where they are from
 * @param temperature that was fitted; null where none was asked for
 * @param thresholds that were fitted; null where none were asked for
 * @param robustness against corruptions; null where none was asked for
 * @param decisions how often answers were given, and right; null where none were asked for
 */
public record EvaluationReport(
    String tool,
    String version,
    Instant started,
    EvaluatedModel model,
    String predictions,
    String labels,
    EvaluatedImages images,
    ScoringMethod method,
    EvaluationScores scores,
    TemperatureFit temperature,
    List<FittedThreshold> thresholds,
    Robustness robustness,
    List<DecisionScores.Score> decisions) {

  /**
   * The model that classified.
   *
   * @param engine what computed: the last digits are its own
   * @param temperature by which its logits were divided; null if they were not
   * @param input what was done with images, and their size, where that is not as the model came
   *     with; else null
   */
  public record EvaluatedModel(
      String name, String path, String sha256, String engine, Double temperature, String input) {}

  /**
   * How many images were evaluated, and why others were not.
   *
   * @param found records
   * @param evaluated those with a prediction and a label
   * @param failed those without a prediction: no part of any score
   * @param unlabelled those without a label that the model knows: no part of any score
   * @param ambiguous those whose label is the name of several classes: no part of any score
   * @param firstUnlabelled some of those without a label
   * @param unmatchedLabels labels that mean no class, or several
   * @param firstFailures some of those that failed
   * @param passedOver what lay beside them and was not taken; null where no images were walked
   */
  public record EvaluatedImages(
      long found,
      long evaluated,
      long failed,
      long unlabelled,
      long ambiguous,
      List<String> firstUnlabelled,
      List<UnmatchedLabels.Entry> unmatchedLabels,
      List<ImageError> firstFailures,
      PassedOver passedOver) {
    public EvaluatedImages {
      firstUnlabelled = List.copyOf(firstUnlabelled);
      unmatchedLabels = List.copyOf(unmatchedLabels);
      firstFailures = List.copyOf(firstFailures);
    }

    /** The same, from a walk. */
    public EvaluatedImages beside(PassedOver others) {
      return new EvaluatedImages(
          found,
          evaluated,
          failed,
          unlabelled,
          ambiguous,
          firstUnlabelled,
          unmatchedLabels,
          firstFailures,
          others);
    }

    /** A path and why it has no prediction. */
    public record ImageError(String path, String error) {}
  }

  /**
   * How the scores were computed.
   *
   * @param topK of top-k accuracy, besides 1 and 5
   * @param seed of what is drawn by chance: parts of the images that something is fitted to
   * @param resamples 0 since no interval needs any; of earlier versions' bootstrap
   */
  public record ScoringMethod(int topK, Binning binning, long seed, int resamples) {}

  /**
   * The scores.
   *
   * @param metrics in the order of the report
   * @param leftOut metrics that these records do not determine
   * @param neverPredicted labels that no prediction names; they are taken for classes that the
   *     model never put among its top-k
   * @param classes those that occur
   * @param confusion the confusion matrix; only what occurs
   * @param reliability by rising confidence
   * @param mistakes the wrong predictions of which the model was surest, surest first
   */
  public record EvaluationScores(
      Map<Metric, Estimate> metrics,
      List<String> leftOut,
      int neverPredicted,
      List<EvaluatedClass> classes,
      List<ClassPair> confusion,
      List<Bin> reliability,
      List<Mistake> mistakes) {

    /** One of the metrics; empty where it is not known. */
    public Optional<Estimate> metric(String name) {
      return metrics.entrySet().stream()
          .filter(entry -> entry.getKey().name().equals(name))
          .map(Map.Entry::getValue)
          .findFirst();
    }

    /** A class that occurs, by its index. */
    EvaluatedClass byIndex(int index) {
      return classes.stream().filter(c -> c.index() == index).findFirst().orElseThrow();
    }
  }

  /**
   * How well one class is distinguished from the others.
   *
   * @param index in the model's output
   * @param id such as a WordNet id
   * @param label its name
   * @param support images that show it
   * @param predicted images classified as it
   * @param correct images to which both apply
   * @param precision {@code correct / predicted}; 0 where that is 0 / 0
   * @param recall {@code correct / support}; 0 where that is 0 / 0
   * @param f1 their harmonic mean
   */
  public record EvaluatedClass(
      int index,
      String id,
      String label,
      int support,
      int predicted,
      int correct,
      double precision,
      double recall,
      double f1) {
    static EvaluatedClass of(ConfusionMatrix matrix, int c, Label label) {
      return new EvaluatedClass(
          c,
          label.id(),
          label.name(),
          matrix.support(c),
          matrix.predicted(c),
          matrix.correct(c),
          matrix.precision(c),
          matrix.recall(c),
          matrix.f1(c));
    }
  }

  /**
   * A wrongly classified image.
   *
   * @param path as in its record
   * @param trueClass index of the true class
   * @param predictedClass index of the predicted class
   * @param confidence probability of the predicted class
   * @param trueProbability probability of the true class; null where it is not known
   */
  public record Mistake(
      String path, int trueClass, int predictedClass, float confidence, Float trueProbability) {}

  /** What was evaluated: a model's name or a file of predictions. */
  String subject() {
    return model == null ? predictions : model.name();
  }

  /** Writes CSV, one line per metric. */
  public void writeMetrics(Writer out) throws IOException {
    EvaluationTables.metrics(scores).writeCsv(scores.metrics().keySet(), out);
    if (decisions != null) {
      for (DecisionFigure figure : EvaluationTables.figures(decisions)) {
        out.write(EvaluationTables.DECISION_FIGURES.csvLine(figure) + "\n");
      }
      out.flush();
    }
  }

  /** Writes CSV, one line per class that occurs. */
  public void writeClasses(Writer out) throws IOException {
    EvaluationTables.CLASSES.writeCsv(scores.classes(), out);
  }

  /** Writes CSV, one line per non-empty cell of the confusion matrix. */
  public void writeConfusion(Writer out) throws IOException {
    EvaluationTables.confusion(scores).writeCsv(scores.confusion(), out);
  }

  /** Lines for a terminal, escaped. */
  public List<String> lines() {
    return EvaluationText.lines(this);
  }
}
