package io.github.resnet50.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.compress.CompressionLabel;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.store.CardFile;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelCard.Prepared;
import io.github.resnet50.model.store.ModelCard.PreprocessingStep;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A model's card as text: a line a fact. */
final class CardText {
  /** Why a card may have no evidence after verification was attempted. */
  static final String NOTHING_TO_VERIFY_ON =
      "no: the sample images are of none of its classes (models verify --images)";

  /** Why a card may have no evidence when verification was not attempted. */
  static final String NOT_TRIED = "no: not tried (models verify does)";

  private static final int MOST_ITEMS = 12;

  private CardText() {}

  /**
   * Prints a card.
   *
   * @param json as in the store, instead of as text
   * @param unverified what to say of a card without evidence
   * @param models knows how the model is used
   */
  static void print(
      ModelCard card, boolean json, String unverified, ModelAccess models, PrintWriter out)
      throws ModelException {
    if (json) {
      out.println(CardFile.text(card));
    } else {
      printFacts(card, unverified, models.classifyCommand(card.name()), out);
    }
    out.flush();
  }

  private static void printFacts(
      ModelCard card, String unverified, String command, PrintWriter out) {
    boolean compressed = card.compression() != null;
    String pattern = compressed ? "%-10s %s" : "%-9s %s";
    BiConsumer<String, String> facts =
        (name, value) -> out.println(Text.format(pattern, name, Text.escape(value)));
    facts.accept("model", card.name());
    if (compressed) {
      CompressionLabel.facts(card.compression().json())
          .forEach(fact -> facts.accept(fact.getKey(), fact.getValue()));
    } else {
      describe(card, unverified, facts);
    }
    facts.accept("use it", command);
  }

  private static void describe(
      ModelCard card, String unverified, BiConsumer<String, String> facts) {
    facts.accept("source", card.source());
    Optional.ofNullable(card.published())
        .flatMap(ModelCard.CardPart::summary)
        .ifPresent(summary -> facts.accept("published", summary));
    facts.accept("size", Text.megabytes(card.bytes()));
    facts.accept("input", input(card.input()));
    facts.accept("classes", classes(card));
    facts.accept("scaling", choice(card.scaling()));
    facts.accept("resize", choice(card.resize()));
    facts.accept("prepared", prepared(card.preparation()));
    facts.accept("outputs", outputs(card.preparation().outputs()));
    if (card.adaptation() == null) {
      facts.accept(
          "verified",
          Optional.ofNullable(card.verification())
              .flatMap(ModelCard.CardPart::summary)
              .orElse(unverified));
    } else {
      trainingFacts(card.adaptation().json()).forEach(facts);
    }
  }

  private static String input(ModelCard.ImageInput input) {
    String numbers = input.dtype().equals("DT_UINT8") ? "bytes" : "floats";
    return Text.format("%dx%d %s, %s", input.width(), input.height(), numbers, input.layout());
  }

  private static String classes(ModelCard card) {
    String count = card.classes() == 0 ? "unknown" : Integer.toString(card.classes());
    return count
        + (card.labels() == null
            ? ", by number: no labels found (--labels FILE)"
            : ", labels from " + card.labels());
  }

  private static String choice(PreprocessingStep choice) {
    String origin = choice.origin().name().toLowerCase(Locale.ROOT);
    String evidence = choice.evidence() == null ? "" : ": " + choice.evidence();
    return choice.value() + " - " + origin + evidence;
  }

  private static String prepared(Prepared prepared) {
    String agreement =
        prepared.maxDifference() == null
            ? ""
            : Text.format(
                "max |dp| %.1e, same top-1 on %d of %d sample images",
                prepared.maxDifference(), prepared.sameTop1(), prepared.images());
    if (prepared.used()) {
      return "yes: " + agreement;
    }
    String figures = agreement.isEmpty() ? "" : " (" + agreement + ")";
    return "no, runs as it came: " + prepared.reason() + figures;
  }

  private static String outputs(Map<String, List<Long>> outputs) {
    return outputs.isEmpty()
        ? "its own only"
        : outputs.entrySet().stream()
            .map(output -> output.getKey() + " " + shape(output.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String shape(List<Long> sizes) {
    return sizes.stream()
        .map(size -> size < 0 ? "N" : Long.toString(size))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** The training facts on a card as text, in their order. */
  private static Map<String, String> trainingFacts(JsonElement adaptation) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (!adaptation.isJsonObject()) {
      return facts; // written by hand
    }
    for (Map.Entry<String, JsonElement> fact : adaptation.getAsJsonObject().entrySet()) {
      facts.put(words(fact.getKey()), text(fact.getValue()));
    }
    return facts;
  }

  private static String text(JsonElement value) {
    if (value.isJsonNull()) {
      return "-";
    }
    if (value.isJsonPrimitive()) {
      return value.getAsString();
    }
    List<String> parts = new ArrayList<>();
    if (value instanceof JsonObject object) {
      object.entrySet().forEach(e -> parts.add(words(e.getKey()) + " " + text(e.getValue())));
    } else {
      value.getAsJsonArray().forEach(item -> parts.add(text(item)));
    }
    int left = parts.size() - MOST_ITEMS;
    return left > 0
        ? String.join(", ", parts.subList(0, MOST_ITEMS)) + " and " + left + " more"
        : String.join(", ", parts);
  }

  private static String words(String key) {
    return key.replace('_', ' ');
  }
}
