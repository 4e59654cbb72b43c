package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Binning;
import java.time.Instant;
import java.util.List;

/**
 * An evaluation; the components, in snake case, are the keys of its JSON file.
 *
 * @param labels where they are from
 * @param model what classified; null where predictions were read from a file
 * @param temperature that was fitted; null where none was asked for
 * @param robustness against corruptions; null where none was asked for
 * @param thresholds that were learnt; null where none were asked for
 * @param predictions the file that they were read from; null where a model classified
 */
public record EvaluationReport(
    String tool,
    String version,
    Instant started,
    Model model,
    String predictions,
    String labels,
    Images images,
    Method method,
    Scores scores,
    TemperatureFit temperature,
    List<Certainties.Rule> thresholds,
    Robustness robustness) {

  /**
   * What classified.
   *
   * @param temperature that its logits were divided by; null where they were not
   */
  public record Model(String name, String path, String sha256, Double temperature) {}

  /**
   * What became of the images.
   *
   * @param found records
   * @param evaluated those with a prediction and a label
   * @param failed those without a prediction: no part of any score
   * @param unlabelled those without a label that the model knows: no part of any score
   * @param firstUnlabelled some of these
   * @param firstFailures some of these
   */
  public record Images(
      long found,
      long evaluated,
      long failed,
      long unlabelled,
      List<String> firstUnlabelled,
      List<Failure> firstFailures) {
    public Images {
      firstUnlabelled = List.copyOf(firstUnlabelled);
      firstFailures = List.copyOf(firstFailures);
    }

    /** A path and why it has no prediction. */
    public record Failure(String path, String error) {}
  }

  /**
   * How the numbers were taken.
   *
   * @param topK of top-k accuracy, besides 1 and 5
   * @param seed of the bootstrap
   * @param resamples of it
   */
  public record Method(int topK, Binning binning, long seed, int resamples) {}
}
