package io.github.resnet50.model.verify;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/**
 * A verification with all that was tried.
 *
 * @param evidence what is worth keeping
 * @param candidates what was tried, the highest mean log-probability first
 * @param change what to write into {@code serving.properties}, or null where nothing is advised
 */
public record Verification(VerificationEvidence evidence, List<Line> candidates, Change change) {
  public Verification {
    candidates = List.copyOf(candidates);
  }

  /**
   * One candidate.
   *
   * @param channelOrder {@code RGB} or {@code BGR}
   * @param scaling {@code torch}, {@code caffe}, {@code tf}, {@code unit}, {@code raw} or what the
   *     model declares instead
   * @param resizing such as {@code short 256, crop}
   * @param versusDeclared how it compares; null for the declared one itself
   */
  public record Line(
      @SerializedName("channel_order") String channelOrder,
      String scaling,
      String resizing,
      boolean declared,
      boolean best,
      Score score,
      @SerializedName("versus_declared") Comparison versusDeclared) {}

  static Line line(Trial trial, Trial declared, Trial best) {
    Candidate candidate = trial.candidate();
    return new Line(
        candidate.order().name(),
        candidate.scaling().name(),
        candidate.resizing().toString(),
        trial.equals(declared),
        trial.equals(best),
        trial.score(),
        trial.equals(declared) ? null : Comparison.of(trial, declared));
  }
}
