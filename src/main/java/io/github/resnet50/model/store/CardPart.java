package io.github.resnet50.model.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A part of a model's card that another package writes. Its JSON is kept unchanged, so that keys of
 * other versions survive; the values that the program reads have types, and are empty if a card
 * written by hand lacks them.
 */
public sealed interface CardPart {

  /** The part as it appears on the card. */
  JsonElement json();

  /** A summary in one line. */
  default Optional<String> summary() {
    return value("summary").map(JsonPrimitive::getAsString);
  }

  /** The measured accuracy, 0 to 1. */
  default OptionalDouble accuracy() {
    return value("accuracy")
        .filter(JsonPrimitive::isNumber)
        .map(number -> OptionalDouble.of(number.getAsDouble()))
        .orElseGet(OptionalDouble::empty);
  }

  private Optional<JsonPrimitive> value(String... path) {
    JsonElement element = json();
    for (String key : path) {
      element =
          element != null && element.isJsonObject() ? element.getAsJsonObject().get(key) : null;
    }
    return element != null && element.isJsonPrimitive()
        ? Optional.of(element.getAsJsonPrimitive())
        : Optional.empty();
  }

  /** Evidence that preprocessing and weights match. */
  record Verification(JsonElement json) implements CardPart {}

  /** The original of a compressed model, and the loss of accuracy. */
  record Compression(JsonElement json) implements CardPart {

    /** The hash of the original model. */
    public Optional<String> originalSha256() {
      return ((CardPart) this).value("original", "sha256").map(JsonPrimitive::getAsString);
    }
  }

  /** The base of an adapted model and what its head was trained on, one fact per key. */
  record Adaptation(JsonElement json) implements CardPart {}
}
