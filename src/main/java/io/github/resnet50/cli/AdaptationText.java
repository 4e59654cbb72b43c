package io.github.resnet50.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The training facts on a model's card, as text. */
final class AdaptationText {
  private static final int MOST_ITEMS = 12;

  private AdaptationText() {}

  /** A text a fact, in the card's order. */
  static Map<String, String> facts(JsonElement adaptation) {
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
