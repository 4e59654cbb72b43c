package io.github.resnet50.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads records as JSON objects: what {@link JsonSink} has written, or the same laid out otherwise.
 */
final class JsonRecords {
  private static final String PATH_FIRST = "{\"path\":\"";

  private JsonRecords() {}

  /** An object on each line. */
  static PredictionReader.Records lines(BufferedReader text, RecordExtent extent) {
    return index -> {
      String line = text.readLine();
      while (line != null && line.isBlank()) {
        line = text.readLine();
      }
      return line == null ? null : record(index, object(JsonParser.parseString(line)), extent);
    };
  }

  /** The elements of one array. */
  static PredictionReader.Records array(BufferedReader text, RecordExtent extent)
      throws IOException {
    JsonReader json = new JsonReader(text);
    json.beginArray();
    return index -> {
      if (!json.hasNext()) {
        json.endArray(); // or the file was cut short
        if (json.peek() != JsonToken.END_DOCUMENT) {
          throw new IllegalArgumentException("something follows the array");
        }
        return null;
      }
      return record(index, object(JsonParser.parseReader(json)), extent);
    };
  }

  /** The first two keys of an object as {@link JsonSink} writes it. */
  static OutputFormat.RecordHead head(String record) throws IOException {
    try (JsonReader json = new JsonReader(new StringReader(record))) {
      json.beginObject();
      String path = value(json, "path");
      return new OutputFormat.RecordHead(path, value(json, "status").equals("failed"));
    }
  }

  /** An object as {@link JsonSink} writes it, of another path. */
  static String renamed(String record, String name) throws IOException {
    if (!record.startsWith(PATH_FIRST)) {
      throw new IOException("it does not begin with its path");
    }
    int end = PATH_FIRST.length();
    while (record.charAt(end) != '"') {
      end += record.charAt(end) == '\\' ? 2 : 1;
    }
    return "{\"path\":" + new JsonPrimitive(name) + record.substring(end + 1);
  }

  private static String value(JsonReader json, String key) throws IOException {
    if (!json.nextName().equals(key)) {
      throw new IOException("a record does not begin with path and status");
    }
    return json.nextString();
  }

  /** The features in an object as {@link JsonSink} writes it; null where it has none. */
  static float[] embedding(String record) throws IOException {
    try (JsonReader json = new JsonReader(new StringReader(record))) {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals(JsonSink.EMBEDDING)) {
          return numbers(json);
        }
        json.skipValue();
      }
      return null;
    }
  }

  private static float[] numbers(JsonReader json) throws IOException {
    float[] numbers = new float[2048];
    int count = 0;
    for (json.beginArray(); json.hasNext(); count++) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count] = Float.parseFloat(json.nextString());
    }
    return Arrays.copyOf(numbers, count);
  }

  static boolean hasExtras(String record, Columns extra) {
    JsonObject object = object(JsonParser.parseString(record));
    return object.has("scores") == extra.scores()
        && object.has("uncertain") == (extra.threshold() != null)
        && object.has(JsonSink.EMBEDDING) == extra.embedding()
        && Arrays.stream(DecisionColumn.values())
            .allMatch(d -> object.has(d.toString()) == extra.decisions().contains(d))
        && ImageColumn.all().stream()
            .allMatch(c -> object.has(c.toString()) == extra.image().contains(c));
  }

  private static JsonObject object(JsonElement element) {
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException(
          "expected a JSON object, but there is " + Text.shortened(element.toString()));
    }
    return element.getAsJsonObject();
  }

  private static ItemResult record(long index, JsonObject object, RecordExtent extent) {
    ItemResult record = record(index, object);
    return extent.has(RecordExtent.DETAILS)
        ? ReadDetails.ofObject(record, object, extent.has(RecordExtent.FEATURES))
        : record;
  }

  private static ItemResult record(long index, JsonObject object) {
    String name = text(object, "path");
    if (ReadRecord.isFailed(text(object, "status"))) {
      JsonObject error = object(required(object, "error"));
      return ReadRecord.failed(index, name, text(error, "kind"), text(error, "message"));
    }
    JsonElement list = required(object, "predictions");
    if (!list.isJsonArray()) {
      throw new IllegalArgumentException("predictions: expected an array");
    }
    List<Prediction> predictions = new ArrayList<>();
    for (JsonElement element : list.getAsJsonArray()) {
      JsonObject prediction = object(element);
      predictions.add(
          new Prediction(
              ReadRecord.whole("index", text(prediction, "index")),
              text(prediction, "id"),
              text(prediction, "label"),
              ReadRecord.number("prob", text(prediction, "prob"))));
    }
    return ReadRecord.predicted(
            index, name, text(object, "width"), text(object, "height"), predictions)
        .deciding(decision(object));
  }

  private static Decision decision(JsonObject object) {
    return ReadRecord.decision(
        column -> {
          JsonElement answer = object.get(column.toString());
          return answer == null || answer.isJsonNull() ? null : part -> text(object(answer), part);
        });
  }

  private static JsonElement required(JsonObject object, String key) {
    JsonElement value = object.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = required(object, key);
    if (!value.isJsonPrimitive()) {
      throw new IllegalArgumentException(
          key + " is " + Text.shortened(value.toString()) + "; expected text or a number");
    }
    return value.getAsString();
  }
}
