package io.github.resnet50.model.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of a JSON object by key; those of another type than asked for count as not there.
 *
 * @param file for messages
 */
record JsonFacts(String file, JsonObject json) {
  boolean has(String key) {
    return json.has(key);
  }

  Optional<JsonFacts> object(String key) {
    return json.get(key) instanceof JsonObject object
        ? Optional.of(new JsonFacts(file, object))
        : Optional.empty();
  }

  Optional<JsonArray> array(String key) {
    return json.get(key) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
  }

  Optional<String> text(String key) {
    return primitive(key).filter(JsonPrimitive::isString).map(JsonPrimitive::getAsString);
  }

  Optional<Boolean> flag(String key) {
    return primitive(key).filter(JsonPrimitive::isBoolean).map(JsonPrimitive::getAsBoolean);
  }

  Optional<Double> number(String key) {
    return primitive(key).filter(JsonPrimitive::isNumber).map(JsonPrimitive::getAsDouble);
  }

  Optional<Integer> integer(String key) {
    return number(key).map(Double::intValue);
  }

  private Optional<JsonPrimitive> primitive(String key) {
    return json.get(key) instanceof JsonPrimitive value ? Optional.of(value) : Optional.empty();
  }

  /** The texts of a list. */
  List<String> texts(String key) throws ModelException {
    List<String> texts = new ArrayList<>();
    for (JsonElement value : array(key).orElseGet(JsonArray::new)) {
      if (!(value instanceof JsonPrimitive text && text.isString())) {
        throw unusable(key, "names");
      }
      texts.add(value.getAsString());
    }
    return texts;
  }

  /** The numbers of a list, of which one stands for any number of equal ones. */
  Optional<List<Float>> numbers(String key) throws ModelException {
    if (array(key).isEmpty()) {
      return Optional.empty();
    }
    List<Float> numbers = new ArrayList<>();
    for (JsonElement value : array(key).get()) {
      if (!(value instanceof JsonPrimitive number
          && number.isNumber()
          && Float.isFinite(number.getAsFloat()))) {
        throw unusable(key, "numbers");
      }
      numbers.add(value.getAsFloat());
    }
    return Optional.of(numbers);
  }

  ModelException unusable(String key, String expected) {
    String shown = Text.shortened(String.valueOf(json.get(key)));
    return new ModelException("%s: %s is %s; expected %s".formatted(file, key, shown, expected));
  }
}
