package io.github.resnet50.model.labelled;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.resnet50.basics.Text;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The files beside images that hold their labels, as in WebDataset's shards: {@code .cls} is the
 * label as text, {@code .json} has it under one of {@link #KEYS}, at the shallowest depth at which
 * there is one. The value is a string, a whole number, or an object with an {@code id}, a {@code
 * name} or an {@code index}.
 */
final class LabelFile {
  /** The most exact first; a sample's {@code id} is mostly no class's. */
  static final List<String> KEYS =
      List.of("wnid", "synset", "label", "class", "cls", "class_name", "category", "target");

  private static final List<String> CLASS_KEYS = List.of("id", "name", "index");
  private static final int MOST_DEPTH = 8;
  private static final String CLS = ".cls";
  private static final String JSON = ".json";

  private LabelFile() {}

  /** Where a label stands that cannot be taken. */
  static final class UnreadableLabelException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableLabelException(String message) {
      super(message);
    }
  }

  static boolean isName(String name) {
    return name.endsWith(CLS) || name.endsWith(JSON);
  }

  /**
   * The labels that a file holds.
   *
   * @return the most exact first; none where it is JSON that tells other things
   */
  static List<String> labels(String name, byte[] content) throws UnreadableLabelException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableLabelException("no text in UTF-8");
    }
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return name.endsWith(JSON) ? ofJson(text) : ofText(text.strip());
  }

  private static List<String> ofText(String text) throws UnreadableLabelException {
    if (text.isEmpty()) {
      throw new UnreadableLabelException("it is empty");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new UnreadableLabelException(
          "more than one line; expected a class's id, name or index");
    }
    return List.of(text);
  }

  private static List<String> ofJson(String text) throws UnreadableLabelException {
    List<JsonObject> level = new ArrayList<>();
    if (parsed(text) instanceof JsonObject root) {
      level.add(root);
    }
    for (int depth = 0; depth < MOST_DEPTH && !level.isEmpty(); depth++) {
      Set<String> found = new LinkedHashSet<>();
      List<JsonObject> below = new ArrayList<>();
      for (JsonObject object : level) {
        for (String key : KEYS) {
          add(key, object.get(key), found);
        }
        object.asMap().values().stream()
            .filter(JsonElement::isJsonObject)
            .forEach(inner -> below.add(inner.getAsJsonObject()));
      }
      if (!found.isEmpty()) {
        return List.copyOf(found);
      }
      level = below;
    }
    return List.of();
  }

  private static JsonElement parsed(String text) throws UnreadableLabelException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new UnreadableLabelException("more than one value");
      }
      return root;
    } catch (JsonParseException | IOException | IllegalStateException | StackOverflowError e) {
      throw new UnreadableLabelException("no JSON: " + Text.firstLine(e));
    }
  }

  /** Adds what a key's value says; nothing where it says nothing. */
  private static void add(String key, JsonElement value, Set<String> labels)
      throws UnreadableLabelException {
    if (value instanceof JsonArray list && list.size() == 1) {
      add(key, list.get(0), labels);
    } else if (value instanceof JsonArray list && !list.isEmpty()) {
      throw new UnreadableLabelException("\"%s\" is a list of %d".formatted(key, list.size()));
    } else if (value instanceof JsonObject named) {
      for (String part : CLASS_KEYS) {
        if (named.get(part) instanceof JsonPrimitive inner) {
          add(key + "." + part, inner, labels);
        }
      }
    } else if (value instanceof JsonPrimitive one) {
      labels.add(text(key, one));
    }
  }

  private static String text(String key, JsonPrimitive value) throws UnreadableLabelException {
    if (value.isString() && !value.getAsString().isBlank()) {
      return value.getAsString().strip();
    }
    try {
      if (value.isNumber()) {
        BigDecimal number = value.getAsBigDecimal();
        return String.valueOf(number.intValueExact());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // No index: as below.
    }
    throw new UnreadableLabelException(
        "\"%s\" is %s; expected a class's id, name or index".formatted(key, value));
  }
}
