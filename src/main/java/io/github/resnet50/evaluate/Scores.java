package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.Mistakes.Mistake;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.Bootstrap;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.ConfusionMatrix.Cell;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.metrics.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What labelled images say of a model.
 *
 * @param metrics in the order of the report
 * @param leftOut metrics that these records do not determine
 * @param neverPredicted labels that no prediction names; they are taken for classes that the model
 *     never put among its top-k
 * @param classes those that occur
 * @param confusion the confusion matrix; only what occurs
 * @param reliability by rising confidence
 * @param mistakes the wrong predictions of which the model was surest, surest first
 */
public record Scores(
    Map<Metric, Estimate> metrics,
    List<String> leftOut,
    int neverPredicted,
    List<ClassScore> classes,
    List<Cell> confusion,
    List<Bin> reliability,
    List<Mistake> mistakes) {

  static Scores of(
      List<Observation> observations,
      List<Metric> wanted,
      Binning binning,
      Bootstrap bootstrap,
      Classes classes,
      List<Mistake> mistakes) {
    Map<Metric, Estimate> metrics = bootstrap.estimate(wanted, observations);
    List<String> leftOut = new ArrayList<>();
    for (Metric metric : wanted) {
      if (!metrics.containsKey(metric)) {
        leftOut.add(metric.name());
      }
    }
    return new Scores(
        metrics,
        List.copyOf(leftOut),
        classes.neverPredicted(),
        ClassScore.of(observations, classes),
        ConfusionMatrix.of(observations).cells(),
        binning.of(observations),
        mistakes);
  }

  /** One of the metrics; empty where it is not known. */
  public Optional<Estimate> metric(String name) {
    return metrics.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
