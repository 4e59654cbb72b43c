package io.github.resnet50.model.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.image.preprocess.Preprocessing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The metadata of a stored model; {@code card.json} in the model's folder.
 *
 * @param name in the store
 * @param source where it came from: a path or an address
 * @param added when, ISO 8601 in UTC
 * @param sha256 of the graph and the weights
 * @param bytes what its files take
 * @param input how images go in
 * @param classes their number; 0 where the graph does not say
 * @param labels where its labels are from, such as {@code labels.txt}; null where it has none
 * @param scaling how levels are converted to the model's numbers, and where that is known from
 * @param resize how images are resized, and where that is known from
 * @param preparation how the preparation went
 * @param verification evidence that preprocessing and weights match; null where there is none
 * @param compression the original and the loss of accuracy; null if it is not a compressed model
 * @param adaptation the base and what the head was trained on; null if it is not an adapted model
 * @param published what its publishers say of it, and the checksums of what was fetched; null if it
 *     was not fetched from a list
 */
public record ModelCard(
    String name,
    String source,
    String added,
    String sha256,
    long bytes,
    ImageInput input,
    int classes,
    String labels,
    PreprocessingStep scaling,
    PreprocessingStep resize,
    Prepared preparation,
    CardPart verification,
    CardPart compression,
    CardPart adaptation,
    CardPart published) {
  private static final PreprocessingStep AS_GIVEN =
      new PreprocessingStep("as its serving.properties says", KnownFrom.GIVEN, null);

  /** Starts the card of a model that enters the store now. */
  public static Builder builder(ModelName name, String source) {
    return new Builder(name.text(), source);
  }

  /** Collects the values of a card. */
  public static final class Builder {
    private final String name;
    private final String source;
    private String sha256;
    private long bytes;
    private ImageInput input;
    private int classes;
    private String labels;
    private PreprocessingStep scaling = AS_GIVEN;
    private PreprocessingStep resize = AS_GIVEN;
    private Prepared preparation;
    private CardPart compression;
    private CardPart adaptation;
    private CardPart published;

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

    /** The image input. */
    public Builder input(ImageInput images) {
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

    /** How images are scaled and resized. */
    public Builder preprocessing(PreprocessingStep scaled, PreprocessingStep resized) {
      scaling = scaled;
      resize = resized;
      return this;
    }

    /**
     * The preprocessing of the model that this one was made from; if that has no card, the given
     * one.
     */
    public Builder preprocessingOf(Optional<ModelCard> original) {
      original.ifPresent(card -> preprocessing(card.scaling(), card.resize()));
      return this;
    }

    /** How the preparation went. */
    public Builder preparation(Preparation went) {
      preparation = Prepared.of(went);
      return this;
    }

    /** The original of a compressed model. */
    public Builder compression(JsonElement label) {
      compression = new CardPart(label);
      return this;
    }

    /** The base of an adapted model. */
    public Builder adaptation(JsonElement facts) {
      adaptation = new CardPart(facts);
      return this;
    }

    /**
     * @param facts null where nothing is published
     */
    public Builder published(JsonElement facts) {
      published = facts == null ? null : new CardPart(facts);
      return this;
    }

    /** The card, with the current time and without verification. */
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
          adaptation,
          published);
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
  public record ImageInput(int width, int height, String layout, String dtype) {
    /** The input of a model whose images are preprocessed like this. */
    public static ImageInput of(Preprocessing steps, boolean channelsFirst, String dtype) {
      return new ImageInput(steps.width(), steps.height(), channelsFirst ? "NCHW" : "NHWC", dtype);
    }
  }

  /** Where a part of the preprocessing is known from. */
  public enum KnownFrom {
    /** From the model's own {@code serving.properties}. */
    GIVEN,
    /** Inferred from the graph or its weights. */
    INFERRED,
    /** From the user's options. */
    ASKED,
    /** Unknown; the usual choice was made. */
    ASSUMED
  }

  /**
   * A part of the preprocessing.
   *
   * @param value what was chosen, in words
   * @param evidence the evidence for it; null if there is none
   */
  public record PreprocessingStep(String value, KnownFrom origin, String evidence) {}

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

    /** The part of a preparation's result that a card contains. */
    public static Prepared of(Preparation preparation) {
      boolean compared = preparation.agreement() != null;
      return new Prepared(
          preparation.prepared(),
          preparation.reason(),
          preparation.head() == null ? null : preparation.head().name(),
          compared ? preparation.agreement().images() : 0,
          compared && Double.isFinite(preparation.agreement().maxDifference())
              ? preparation.agreement().maxDifference()
              : null,
          compared ? preparation.agreement().sameTop1() : 0,
          preparation.prepared() ? preparation.outputs() : Map.of());
    }
  }

  /** The hash of the original of a compressed model; empty for other models. */
  public Optional<String> originalSha256() {
    return Optional.ofNullable(compression).flatMap(CardPart::originalSha256);
  }

  /**
   * The accuracy measured when the model was verified or adapted, 0 to 1; empty if it was not
   * measured.
   */
  public OptionalDouble accuracy() {
    Optional<MeasuredAccuracy> measured = measured();
    return measured.isPresent()
        ? OptionalDouble.of(measured.get().share())
        : OptionalDouble.empty();
  }

  /** The same with what it rests on; of two figures the one that says more. */
  public Optional<MeasuredAccuracy> measured() {
    Optional<MeasuredAccuracy> verified =
        Optional.ofNullable(verification).flatMap(CardPart::verified);
    Optional<MeasuredAccuracy> adapted = Optional.ofNullable(adaptation).flatMap(CardPart::adapted);
    return verified.isPresent() && (adapted.isEmpty() || verified.get().saysAsMuchAs(adapted.get()))
        ? verified
        : adapted;
  }

  /**
   * A part that another package writes. Its JSON is kept unchanged, so that keys of other versions
   * survive; the values that the program reads have types, and are empty if a card written by hand
   * lacks them.
   *
   * @param json as it appears on the card
   */
  public record CardPart(JsonElement json) {
    /** A summary in one line. */
    public Optional<String> summary() {
      return value("summary").map(JsonPrimitive::getAsString);
    }

    /** By {@code models verify}. */
    Optional<MeasuredAccuracy> verified() {
      return number("accuracy")
          .map(
              share ->
                  MeasuredAccuracy.onImages(
                      share,
                      count("images"),
                      value("source").map(JsonPrimitive::getAsString).orElse("")));
    }

    /** By {@code adapt}. */
    private Optional<MeasuredAccuracy> adapted() {
      OptionalLong images = count("measured", "images");
      String how = value("measured", "how").map(JsonPrimitive::getAsString).orElse("");
      return number("accuracy")
          .map(
              share ->
                  new MeasuredAccuracy(
                      share,
                      images,
                      images.isPresent() ? images.getAsLong() + " " + how : how,
                      false));
    }

    /** The preprocessing that was measured; empty where the evidence does not say. */
    Optional<String> preprocessing() {
      return value("declared", "description").map(JsonPrimitive::getAsString);
    }

    private Optional<Double> number(String key) {
      return value(key)
          .filter(JsonPrimitive::isNumber)
          .map(JsonPrimitive::getAsDouble)
          .filter(Double::isFinite);
    }

    private OptionalLong count(String... path) {
      Optional<Long> count =
          value(path).filter(JsonPrimitive::isNumber).map(JsonPrimitive::getAsLong);
      return count.isPresent() ? OptionalLong.of(count.get()) : OptionalLong.empty();
    }

    private Optional<String> originalSha256() {
      return value("original", "sha256").map(JsonPrimitive::getAsString);
    }

    private Optional<JsonPrimitive> value(String... path) {
      JsonElement element = json;
      for (String key : path) {
        element =
            element != null && element.isJsonObject() ? element.getAsJsonObject().get(key) : null;
      }
      return element != null && element.isJsonPrimitive()
          ? Optional.of(element.getAsJsonPrimitive())
          : Optional.empty();
    }
  }
}
