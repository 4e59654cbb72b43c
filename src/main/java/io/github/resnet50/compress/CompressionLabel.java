package io.github.resnet50.compress;

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
 * @param kind {@code int8}, {@code pruned} or {@code pruned-int8}
 * @param original what it was made of
 * @param pruning how it was pruned; null where it was not
 * @param int8 how it was quantised; null where it was not
 * @param calibration the images that it was fitted to
 * @param evaluation the images that the price was taken on
 * @param disjoint whether those were others than the former
 * @param price what it costs
 * @param before the original, measured
 * @param after the compressed model, measured in turns with it
 * @param curve the price of other fractions pruned; empty where it was not asked for
 */
record CompressionLabel(
    String kind,
    Original original,
    PruningChoice pruning,
    Int8Choice int8,
    Images calibration,
    Images evaluation,
    boolean disjoint,
    Price price,
    Measured before,
    Measured after,
    List<PruningCurve.Point> curve) {
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
    object.add("lines", GSON.toJsonTree(new LabelLines(this).all()));
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
}
