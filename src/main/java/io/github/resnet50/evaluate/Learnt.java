package io.github.resnet50.evaluate;

import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import java.util.List;
import java.util.Optional;

/**
 * What evaluations have learnt of a model and classify can apply; the components, in snake case,
 * are the keys of its JSON file.
 *
 * @param sha256 of the model
 * @param temperature null where none is kept
 * @param thresholds empty where none are kept
 * @param thresholdsCalibrated whether these are of probabilities that the temperature was applied
 *     to
 */
public record Learnt(
    String sha256, Double temperature, List<Threshold> thresholds, boolean thresholdsCalibrated) {
  public Learnt {
    thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
  }

  static Learnt nothing(String sha256) {
    return new Learnt(sha256, null, List.of(), false);
  }

  /**
   * The same with another temperature; thresholds of calibrated probabilities fall with the old.
   */
  public Learnt withTemperature(double newTemperature) {
    return thresholdsCalibrated
        ? new Learnt(sha256, newTemperature, List.of(), false)
        : new Learnt(sha256, newTemperature, thresholds, false);
  }

  /** The same with other thresholds. */
  public Learnt withThresholds(List<Threshold> newThresholds, boolean calibrated) {
    return new Learnt(sha256, temperature, newThresholds, calibrated);
  }

  public Optional<Threshold> threshold(Score score) {
    return thresholds.stream().filter(threshold -> threshold.score() == score).findFirst();
  }
}
