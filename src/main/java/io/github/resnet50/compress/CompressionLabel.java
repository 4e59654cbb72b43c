package io.github.resnet50.compress;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.quantize.ClippingRule;
import io.github.resnet50.metrics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a compressed model was made from and the accuracy it loses. The components are keys on its
 * card.
 *
 * @param kind {@code int8}
 * @param original the model it was made from
 * @param int8 how it was quantised
 * @param calibration the images that it was fitted to
 * @param evaluation the images that the loss of accuracy was measured on
 * @param disjoint whether those were others than the former
 * @param price the loss of accuracy
 * @param before the original, measured
 * @param after the compressed model, measured alternately with it
 * @param onnxRuntime the same of the form for ONNX Runtime; null where there is none, as in models
 *     that earlier versions made
 */
public record CompressionLabel(
    String kind,
    Original original,
    Int8 int8,
    UsedImages calibration,
    UsedImages evaluation,
    boolean disjoint,
    AccuracyLoss price,
    Measured before,
    Measured after,
    OnnxRuntime onnxRuntime) {
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
   * How a model was quantised.
   *
   * @param clipping the rule for all ranges
   * @param biasCorrected whether biases were corrected
   * @param quantized convolutions that run in 8 bits
   * @param kept those that stay float for accuracy's sake
   * @param share of the model's arithmetic that runs in 8 bits, 0 to 1
   */
  record Int8(
      ClippingRule clipping,
      boolean biasCorrected,
      int quantized,
      List<String> kept,
      double share) {
    Int8 {
      kept = List.copyOf(kept);
    }
  }

  /**
   * @param source where they are from
   * @param count how many could be used
   */
  record UsedImages(String source, int count) {
    static UsedImages of(ImageSet images) {
      return new UsedImages(images.source(), images.size());
    }
  }

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
      long bytes, double imagesPerSecond, int threads, int batch, double firstBatchSeconds) {
    static Measured of(long bytes, SpeedComparison.Speed speed, int threads) {
      return new Measured(
          bytes,
          speed.imagesPerSecond(),
          threads,
          SpeedComparison.BATCH,
          speed.firstBatchSeconds());
    }

    private String size(Measured before) {
      return Text.format(
          "%.1f MB -> %.1f MB (%.0f %%)",
          before.bytes() / 1e6, bytes() / 1e6, 100.0 * bytes() / before.bytes());
    }

    private String speed(Measured before) {
      return Text.format(
          "%.1f -> %.1f images/s (%.2fx; %d threads, batch %d, without decoding)",
          before.imagesPerSecond(),
          imagesPerSecond(),
          imagesPerSecond() / before.imagesPerSecond(),
          threads(),
          batch());
    }

    private String start(Measured before) {
      return Text.format(
          "%.2f s -> %.2f s from file to the first batch's result",
          before.firstBatchSeconds(), firstBatchSeconds());
    }
  }

  /**
   * The form for ONNX Runtime.
   *
   * @param quantized convolutions that run in 8 bits
   * @param price the loss of accuracy, on the same images
   * @param before the original on ONNX Runtime
   * @param after the form, measured alternately with it
   */
  record OnnxRuntime(int quantized, AccuracyLoss price, Measured before, Measured after) {
    private List<Map.Entry<String, String>> facts() {
      return List.of(
          Map.entry("onnx int8", quantized + " convolutions (--engine onnxruntime)"),
          Map.entry("onnx top-1", sameTop1(price)),
          Map.entry("onnx size", after.size(before)),
          Map.entry("onnx speed", after.speed(before)),
          Map.entry("onnx start", after.start(before)));
    }
  }

  /** The label as it is stored on a card; {@code summary} is there for scripts. */
  JsonObject json() {
    JsonObject object = GSON.toJsonTree(this).getAsJsonObject();
    object.addProperty("summary", summary());
    return object;
  }

  /** What compressing gained and cost, in one line. */
  private String summary() {
    return Text.format(
        "%.1fx as fast, %.0f %% of the size, same top-1 on %d of %d images",
        after.imagesPerSecond() / before.imagesPerSecond(),
        100.0 * after.bytes() / before.bytes(),
        price.sameTop1(),
        price.images());
  }

  /**
   * A card's label as text: names and values, a line each; empty if it cannot be read. Labels that
   * earlier versions wrote, also of pruned models, contain their lines themselves.
   */
  public static List<Map.Entry<String, String>> facts(JsonElement label) {
    try {
      if (label.isJsonObject() && label.getAsJsonObject().has("lines")) {
        List<Map.Entry<String, String>> facts = new ArrayList<>();
        for (JsonElement line : label.getAsJsonObject().getAsJsonArray("lines")) {
          facts.add(
              Map.entry(
                  line.getAsJsonArray().get(0).getAsString(),
                  line.getAsJsonArray().get(1).getAsString()));
        }
        return facts;
      }
      return GSON.fromJson(label, CompressionLabel.class).facts();
    } catch (RuntimeException e) {
      return List.of(); // written by hand
    }
  }

  private List<Map.Entry<String, String>> facts() {
    List<Map.Entry<String, String>> facts = new ArrayList<>();
    facts.add(
        Map.entry(
            "made of", original.name() + " (sha256 " + original.sha256().substring(0, 12) + ")"));
    facts.add(Map.entry("int8", quantized()));
    facts.add(
        Map.entry(
            "ranges",
            int8.clipping().words() + (int8.biasCorrected() ? ", biases corrected" : "")));
    facts.add(Map.entry("fitted to", words(calibration)));
    facts.add(
        Map.entry(
            "priced on",
            words(evaluation)
                + (disjoint ? "" : ", the same that it was fitted to: it may look too good")));
    facts.add(Map.entry("same top-1", sameTop1(price)));
    facts.add(
        Map.entry(
            "|dp|, KL",
            Text.format(
                "mean %.4f of the top class, max %.4f of any; KL %.4f nats",
                price.meanDifference(), price.maxDifference(), price.meanDivergence())));
    facts.add(Map.entry("accuracy", accuracy()));
    facts.add(Map.entry("size", after.size(before)));
    facts.add(Map.entry("speed", after.speed(before)));
    facts.add(Map.entry("start", after.start(before)));
    if (onnxRuntime != null) {
      facts.addAll(onnxRuntime.facts());
    }
    return facts;
  }

  private static String sameTop1(AccuracyLoss price) {
    Estimate share =
        Estimate.wilson(
            (double) price.sameTop1() / Math.max(1, price.images()), Math.max(1, price.images()));
    return Text.format(
        "%d of %d (%.1f %%; 95 %%: %.1f to %.1f)",
        price.sameTop1(),
        price.images(),
        100 * share.value(),
        100 * share.low(),
        100 * share.high());
  }

  private String quantized() {
    return Text.format(
        "%d convolutions%s; %.1f %% of the arithmetic",
        int8.quantized(),
        int8.kept().isEmpty() ? "" : ", " + int8.kept().size() + " kept in float for accuracy",
        100 * int8.share());
  }

  private static String words(UsedImages images) {
    return images.count() + " images (" + images.source() + ")";
  }

  private String accuracy() {
    if (price.labelled() == 0) {
      return "not known: the images have no labels of the model";
    }
    return Text.format(
        "%.1f %% -> %.1f %% (%d -> %d of %d right)",
        100.0 * price.correctBefore() / price.labelled(),
        100.0 * price.correctAfter() / price.labelled(),
        price.correctBefore(),
        price.correctAfter(),
        price.labelled());
  }
}
