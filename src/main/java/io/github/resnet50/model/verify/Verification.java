package io.github.resnet50.model.verify;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import io.github.resnet50.model.verify.Candidates.Candidate;
import java.util.List;

/**
 * The result of an experiment on a model's declared preprocessing.
 *
 * @param date when, ISO 8601 in UTC
 * @param candidates the preprocessings tried, the highest mean log-probability first
 * @param summary the conclusion in a sentence
 * @param change what to write into {@code serving.properties}, or null where nothing is advised
 */
public record Verification(
    String date,
    TestImages images,
    List<TestedCandidate> candidates,
    Conclusion conclusion,
    String summary,
    PropertyChange change) {
  private static final Gson GSON = new Gson();

  public Verification {
    candidates = List.copyOf(candidates);
  }

  /** The conclusion from an experiment. */
  public enum Conclusion {
    /** No other preprocessing is better by a tenth of a nat. */
    DECLARED_BEST,
    /** Another is clearly better. */
    OTHER_BETTER,
    /** Another looks better, or there are too few images: more are needed to decide. */
    TOO_FEW_IMAGES,
    /**
     * With no preprocessing is the model better than guessing: labels or images do not match the
     * model.
     */
    NONE_FITS
  }

  /**
   * The images used.
   *
   * @param source where the labelled images came from
   * @param used how many counted
   * @param unmatched images whose label is none of the model's
   * @param failed images that could not be read or decoded
   */
  public record TestImages(String source, int used, int unmatched, int failed) {}

  /**
   * One candidate.
   *
   * @param channelOrder {@code RGB} or {@code BGR}
   * @param scaling {@code torch}, {@code caffe}, {@code tf}, {@code unit}, {@code raw} or what the
   *     model declares instead
   * @param resizing such as {@code short 256, crop}
   * @param versusDeclared how it compares; null for the declared one itself
   */
  public record TestedCandidate(
      @SerializedName("channel_order") String channelOrder,
      String scaling,
      String resizing,
      boolean declared,
      boolean best,
      @SerializedName("score") Accuracy accuracy,
      @SerializedName("versus_declared") PairedComparison versusDeclared) {

    static TestedCandidate of(
        CandidateResult result, CandidateResult declared, CandidateResult best) {
      Candidate candidate = result.candidate();
      return new TestedCandidate(
          candidate.steps().channelOrder().name(),
          candidate.scalingName(),
          candidate.steps().resizing().toString(),
          result.equals(declared),
          result.equals(best),
          result.accuracy(),
          result.equals(declared) ? null : PairedComparison.of(result, declared));
    }
  }

  /**
   * How well a preprocessing does.
   *
   * @param description the preprocessing, such as {@code RGB, torch, short 256, crop}
   * @param top1 share of images whose true class is the model's first, 0..1
   * @param top5 share of images whose true class is among the model's first five, 0..1
   * @param meanLogProbability mean natural logarithm of the true class's probability; 0 is the best
   */
  public record Accuracy(
      String description,
      double top1,
      double top5,
      @SerializedName("mean_log_probability") double meanLogProbability) {}

  public TestedCandidate declared() {
    return candidates.stream().filter(TestedCandidate::declared).findFirst().orElseThrow();
  }

  /** The best result; the declared one if that is the best. */
  public TestedCandidate best() {
    return candidates.stream().filter(TestedCandidate::best).findFirst().orElseThrow();
  }

  /**
   * The evidence stored on a model's card; {@code accuracy} (0..1) is the declared preprocessing's
   * top-1.
   */
  public JsonObject evidence() {
    JsonObject object = facts();
    object.addProperty("accuracy", declared().accuracy().top1());
    return object;
  }

  /** The complete result. Keys: {@code evidence}, {@code candidates}, {@code change}. */
  public JsonObject json() {
    JsonObject object = new JsonObject();
    object.add("evidence", facts());
    object.add("candidates", GSON.toJsonTree(candidates));
    object.add("change", GSON.toJsonTree(change));
    return object;
  }

  private JsonObject facts() {
    JsonObject object = new JsonObject();
    object.addProperty("date", date);
    object.addProperty("source", images.source());
    object.addProperty("images", images.used());
    object.addProperty("unmatched", images.unmatched());
    object.addProperty("failed", images.failed());
    object.addProperty("candidates", candidates.size());
    object.add("declared", GSON.toJsonTree(declared().accuracy()));
    object.add("best", GSON.toJsonTree(best().accuracy()));
    object.addProperty("verdict", conclusion.name());
    object.addProperty("summary", summary);
    return object;
  }
}
