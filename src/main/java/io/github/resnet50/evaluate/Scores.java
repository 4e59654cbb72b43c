package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.Binning.Bin;
import io.github.resnet50.evaluate.Confusion.Cell;
import io.github.resnet50.evaluate.Mistakes.Mistake;
import io.github.resnet50.metrics.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What labelled images say of a model.
 *
 * @param metrics by name, in the order in which they are told
 * @param leftOut metrics that these records do not tell
 * @param neverPredicted labels that no prediction names; they are taken for classes that the model
 *     never put among its top-k
 * @param classes those that occur
 * @param confusion the confusion matrix; only what occurs
 * @param reliability by rising confidence
 * @param mistakes the wrong predictions of which the model was surest, surest first
 */
public record Scores(
    Map<String, Estimate> metrics,
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
    Map<Metric, Estimate> estimates = Metrics.estimate(wanted, observations, bootstrap);
    Map<String, Estimate> metrics = new LinkedHashMap<>();
    estimates.forEach((metric, estimate) -> metrics.put(metric.name(), estimate));
    List<String> leftOut = new ArrayList<>();
    for (Metric metric : wanted) {
      if (!estimates.containsKey(metric)) {
        leftOut.add(metric.name());
      }
    }
    return new Scores(
        metrics,
        List.copyOf(leftOut),
        classes.neverPredicted(),
        ClassScore.of(observations, classes),
        Confusion.of(observations),
        binning.of(observations),
        mistakes);
  }
}
