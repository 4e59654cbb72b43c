package io.github.resnet50.model.store;

import com.google.gson.JsonElement;
import io.github.resnet50.model.store.CardPart.Adaptation;
import io.github.resnet50.model.store.CardPart.Compression;
import io.github.resnet50.model.store.CardPart.Verification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
 * @param adaptation the base and what the head was trained on; null where it is no adapted model
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
    Verification verification,
    Compression compression,
    Adaptation adaptation) {
  private static final Choice AS_GIVEN =
      new Choice("as its serving.properties says", Origin.GIVEN, null);

  /** Begins the card of a model that comes into the store now. */
  public static Builder builder(ModelName name, String source) {
    return new Builder(name.text(), source);
  }

  /** Takes a card's facts by name. */
  public static final class Builder {
    private final String name;
    private final String source;
    private String sha256;
    private long bytes;
    private Input input;
    private int classes;
    private String labels;
    private Choice scaling = AS_GIVEN;
    private Choice resize = AS_GIVEN;
    private Prepared preparation;
    private Compression compression;
    private Adaptation adaptation;

    private Builder(String name, String source) {
      this.name = name;
      this.source = source;
    }

    /** The hash of the graph and the weights, and what all files take. */
    public Builder contents(String hash, long size) {
      sha256 = hash;
      bytes = size;
      return this;
    }

    /** How images go in. */
    public Builder input(Input images) {
      input = images;
      return this;
    }

    /**
     * @param count 0 where the graph does not say
     * @param from where the labels are from; null where there are none
     */
    public Builder classes(int count, String from) {
      classes = count;
      labels = from;
      return this;
    }

    /** How images become the model's numbers, and its size. */
    public Builder preprocessing(Choice scaled, Choice resized) {
      scaling = scaled;
      resize = resized;
      return this;
    }

    /** The preprocessing of the model that this one was made of; without its card, as given. */
    public Builder preprocessingOf(Optional<ModelCard> original) {
      original.ifPresent(card -> preprocessing(card.scaling(), card.resize()));
      return this;
    }

    /** How the preparation went. */
    public Builder preparation(Preparation went) {
      preparation = Prepared.of(went);
      return this;
    }

    /** What it was compressed from. */
    public Builder compression(JsonElement label) {
      compression = new Compression(label);
      return this;
    }

    /** What it was adapted from. */
    public Builder adaptation(JsonElement facts) {
      adaptation = new Adaptation(facts);
      return this;
    }

    /** The card, added now, not verified yet. */
    public ModelCard build() {
      return new ModelCard(
          name,
          source,
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          sha256,
          bytes,
          input,
          classes,
          labels,
          scaling,
          resize,
          preparation,
          null,
          compression,
          adaptation);
    }
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
        new Verification(evidence),
        compression,
        adaptation);
  }

  /** The hash of the model that a compressed one was made of; empty for others. */
  public Optional<String> originalSha256() {
    return Optional.ofNullable(compression).flatMap(Compression::originalSha256);
  }

  /** What verifying, or whoever adapted the model, has measured, 0 to 1; empty where nobody has. */
  public OptionalDouble accuracy() {
    CardPart evidence = verification == null ? adaptation : verification;
    return evidence == null ? OptionalDouble.empty() : evidence.accuracy();
  }
}
