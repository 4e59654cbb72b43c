package io.github.resnet50.model.compress;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * What a compressed model is and what it costs; kept on its card.
 *
 * @param kind {@code int8}
 * @param original what it was made of
 * @param int8 how it was quantised
 * @param calibration the images that it was fitted to
 * @param evaluation the images that the price was taken on
 * @param disjoint whether those were others than the former
 * @param price what it costs
 * @param before the original, measured
 * @param after the compressed model, measured in turns with it
 */
record CompressionLabel(
    String kind,
    Original original,
    Int8Choice int8,
    Images calibration,
    Images evaluation,
    boolean disjoint,
    Price price,
    Measured before,
    Measured after) {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .serializeNulls()
          .create();

  /**
   * @param name as the user called it
   * @param sha256 of its graph and weights
   */
  record Original(String name, String sha256) {}

  /**
   * @param source where they are from
   * @param count how many could be used
   */
  record Images(String source, int count) {}

  /**
   * A model as it runs here.
   *
   * @param bytes its graph and weights
   * @param imagesPerSecond bare, without decoding
   * @param threads how many predictors at once
   * @param batch images a batch
   * @param firstBatchSeconds from its file to the first batch's result
   */
  record Measured(
      long bytes, double imagesPerSecond, int threads, int batch, double firstBatchSeconds) {}

  /** The label as JSON, with a line for people under {@code summary}. */
  JsonObject json() {
    JsonElement tree = GSON.toJsonTree(this);
    JsonObject object = tree.getAsJsonObject();
    object.addProperty("summary", summary());
    object.add("lines", GSON.toJsonTree(lines()));
    return object;
  }

  /** The price in one line. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%.1fx as fast, %.0f %% of the size, same top-1 on %d of %d images",
        after.imagesPerSecond() / before.imagesPerSecond(),
        100.0 * after.bytes() / before.bytes(),
        price.sameTop1(),
        price.images());
  }

  /** The label for people: a line a fact, name and value. */
  List<List<String>> lines() {
    return List.of(
        List.of(
            "made of", original.name() + " (sha256 " + original.sha256().substring(0, 12) + ")"),
        List.of("int8", quantised()),
        List.of("ranges", ranges()),
        List.of("priced on", pricedOn()),
        List.of("same top-1", agreement()),
        List.of("|dp|, KL", difference()),
        List.of("accuracy", accuracy()),
        List.of("size", size()),
        List.of("speed", speed()),
        List.of("start", start()));
  }

  private String quantised() {
    String kept =
        int8.kept().isEmpty() ? "" : ", " + int8.kept().size() + " kept in float for accuracy";
    return String.format(
        Locale.ROOT,
        "%d convolutions%s; %.1f %% of the arithmetic",
        int8.quantized(),
        kept,
        100 * int8.share());
  }

  private String ranges() {
    return String.format(
        Locale.ROOT,
        "%s%s, of %d images (%s)",
        int8.clipping().words(),
        int8.biasCorrected() ? ", biases corrected" : "",
        calibration.count(),
        calibration.source());
  }

  private String pricedOn() {
    return evaluation.count()
        + " images ("
        + evaluation.source()
        + ")"
        + (disjoint ? "" : ", the same that it was calibrated on: it may look too good");
  }

  private String agreement() {
    return String.format(
        Locale.ROOT,
        "%d of %d (%.1f %%)",
        price.sameTop1(),
        price.images(),
        100.0 * price.sameTop1() / Math.max(1, price.images()));
  }

  private String difference() {
    return String.format(
        Locale.ROOT,
        "mean %.4f of the top class, max %.4f of any; KL %.4f nats",
        price.meanDifference(),
        price.maxDifference(),
        price.meanDivergence());
  }

  private String accuracy() {
    if (price.labelled() == 0) {
      return "not known: the images have no labels of the model";
    }
    return String.format(
        Locale.ROOT,
        "%.1f %% -> %.1f %% (%d -> %d of %d right)",
        100.0 * price.correctBefore() / price.labelled(),
        100.0 * price.correctAfter() / price.labelled(),
        price.correctBefore(),
        price.correctAfter(),
        price.labelled());
  }

  private String size() {
    return String.format(
        Locale.ROOT,
        "%.1f MB -> %.1f MB (%.0f %%)",
        before.bytes() / 1e6,
        after.bytes() / 1e6,
        100.0 * after.bytes() / before.bytes());
  }

  private String speed() {
    return String.format(
        Locale.ROOT,
        "%.1f -> %.1f images/s (%.2fx; %d threads, batch %d, without decoding)",
        before.imagesPerSecond(),
        after.imagesPerSecond(),
        after.imagesPerSecond() / before.imagesPerSecond(),
        after.threads(),
        after.batch());
  }

  private String start() {
    return String.format(
        Locale.ROOT,
        "%.2f s -> %.2f s from file to the first batch's result",
        before.firstBatchSeconds(),
        after.firstBatchSeconds());
  }
}
