package io.github.resnet50.model.store;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store knows of a model besides its files; {@code card.json} in the model's folder.
 *
 * @param name in the store
 * @param source where it came from: a path or an address
 * @param added when, ISO 8601 in UTC
 * @param sha256 of the graph and the weights
 * @param bytes what its files take
 * @param input how images go in
 * @param classes how many it tells apart; 0 where the graph does not say
 * @param labels where its labels are from, such as {@code labels.txt}; null where it has none
 * @param scaling how levels become the model's numbers, and how that is known
 * @param resize how images become the model's size, and how that is known
 * @param preparation how the preparation went
 * @param verification evidence that preprocessing and weights match; null where there is none
 * @param compression what it was made of and what that cost; null where it is no compressed model
 * @param adaptation the base and what the head was trained on, in the trainer's own words; null
 *     where it is no adapted model
 */
public record ModelCard(
    String name,
    String source,
    String added,
    String sha256,
    long bytes,
    Input input,
    int classes,
    String labels,
    Choice scaling,
    Choice resize,
    Prepared preparation,
    JsonElement verification,
    JsonElement compression,
    JsonElement adaptation) {

  public ModelCard {
    // As Gson reads a null.
    adaptation = adaptation != null && adaptation.isJsonNull() ? null : adaptation;
    compression = compression != null && compression.isJsonNull() ? null : compression;
    verification = verification != null && verification.isJsonNull() ? null : verification;
  }

  /** The card of a model that is not an adapted one. */
  public ModelCard(
      String name,
      String source,
      String added,
      String sha256,
      long bytes,
      Input input,
      int classes,
      String labels,
      Choice scaling,
      Choice resize,
      Prepared preparation,
      JsonElement verification,
      JsonElement compression) {
    this(
        name,
        source,
        added,
        sha256,
        bytes,
        input,
        classes,
        labels,
        scaling,
        resize,
        preparation,
        verification,
        compression,
        null);
  }

  /**
   * The model's image input.
   *
   * @param width in pixels
   * @param height in pixels
   * @param layout {@code NHWC} or {@code NCHW}
   * @param dtype TensorFlow's name of the type, such as {@code DT_FLOAT}
   */
  public record Input(int width, int height, String layout, String dtype) {}

  /** How a part of the preprocessing is known. */
  public enum Origin {
    /** The model's own {@code serving.properties} says so. */
    GIVEN,
    /** Found out from the graph or its weights. */
    INFERRED,
    /** The user said so on the command line. */
    ASKED,
    /** Nobody says; the usual was taken. */
    ASSUMED
  }

  /**
   * A part of the preprocessing.
   *
   * @param value what was chosen, in words
   * @param evidence what speaks for it; null where there is nothing to say
   */
  public record Choice(String value, Origin origin, String evidence) {}

  /**
   * How the preparation went.
   *
   * @param used whether the prepared graph runs; if not, the model runs as it came
   * @param reason why not; else null
   * @param images on how many sample images prepared and original were compared
   * @param maxDifference the largest |Δp|; null where nothing was compared
   * @param sameTop1 for how many images the most probable class is the same
   * @param outputs the addressable outputs and their shapes, -1 for the batch
   */
  public record Prepared(
      boolean used,
      String reason,
      String head,
      int images,
      Double maxDifference,
      int sameTop1,
      Map<String, List<Long>> outputs) {

    /** The part of a preparation's record that a card holds. */
    public static Prepared of(Preparation preparation) {
      boolean compared = preparation.agreement() != null;
      return new Prepared(
          preparation.prepared(),
          preparation.reason(),
          preparation.head(),
          compared ? preparation.agreement().images() : 0,
          compared && Double.isFinite(preparation.agreement().maxDifference())
              ? preparation.agreement().maxDifference()
              : null,
          compared ? preparation.agreement().sameTop1() : 0,
          preparation.prepared() ? preparation.outputs() : Map.of());
    }
  }

  /** The same with other evidence. */
  public ModelCard withVerification(JsonElement evidence) {
    return new ModelCard(
        name,
        source,
        added,
        sha256,
        bytes,
        input,
        classes,
        labels,
        scaling,
        resize,
        preparation,
        evidence,
        compression,
        adaptation);
  }

  /** The hash of the model that a compressed one was made of; empty for others. */
  public Optional<String> originalSha256() {
    try {
      return Optional.ofNullable(compression)
          .map(label -> label.getAsJsonObject().getAsJsonObject("original"))
          .map(original -> original.get("sha256").getAsString());
    } catch (IllegalStateException | ClassCastException | NullPointerException e) {
      return Optional.empty(); // written by hand
    }
  }
}
