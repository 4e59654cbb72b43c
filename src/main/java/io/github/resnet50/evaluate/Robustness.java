package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What corruptions do to the accuracy.
 *
 * @param clean top-1 accuracy on the images as they are
 * @param trials in the order in which they were tried
 * @param corruptions the mean over the severities that were tried, by corruption
 * @param mean over all trials
 * @param relativeDrop {@code (clean − mean) / clean}; null where nothing is right
 */
public record Robustness(
    double clean,
    List<Row> trials,
    Map<String, Double> corruptions,
    double mean,
    Double relativeDrop) {

  /**
   * A corruption at one severity.
   *
   * @param top1 with its 95 % interval
   */
  public record Row(String corruption, int severity, long images, Estimate top1) {
    static Row of(Trial trial, List<Observation> observations) {
      return new Row(
          trial.corruption().toString(),
          trial.severity(),
          observations.size(),
          Estimate.wilson(new Observations(observations).accuracy(1), observations.size()));
    }
  }

  /** A row of what a run with corrupted images gave. */
  public static Row row(Trial trial, Evaluation evaluation) {
    return Row.of(trial, evaluation.observations());
  }

  /**
   * @param trials at least one
   */
  public static Robustness of(double clean, List<Row> trials) {
    Map<String, List<Row>> byName = new LinkedHashMap<>();
    trials.forEach(
        row -> byName.computeIfAbsent(row.corruption(), name -> new ArrayList<>()).add(row));
    Map<String, Double> corruptions = new LinkedHashMap<>();
    byName.forEach((name, rows) -> corruptions.put(name, mean(rows)));
    double mean = mean(trials);
    return new Robustness(
        clean, List.copyOf(trials), corruptions, mean, clean == 0 ? null : (clean - mean) / clean);
  }

  private static double mean(List<Row> rows) {
    return rows.stream().mapToDouble(row -> row.top1().value()).average().orElseThrow();
  }
}
