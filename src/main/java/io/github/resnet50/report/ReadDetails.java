package io.github.resnet50.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.report.ItemResult.Extras;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a record says beyond its classes: of the image itself, and its features. A column of such a
 * name that holds something else is somebody's own, and passed over.
 */
final class ReadDetails {
  private ReadDetails() {}

  /**
   * A table's columns of that kind.
   *
   * @return by their places
   */
  static Map<ImageColumn, Integer> columns(List<String> header) {
    Map<ImageColumn, Integer> places = new EnumMap<>(ImageColumn.class);
    for (ImageColumn column : ImageColumn.all()) {
      int place = header.indexOf(column.toString());
      if (place >= 0) {
        places.put(column, place);
      }
    }
    return places;
  }

  /** A record and what a row of such columns says. */
  static ItemResult ofRow(
      ItemResult record, Map<ImageColumn, Integer> columns, Function<Integer, String> cells) {
    Map<ImageColumn, Object> values = new EnumMap<>(ImageColumn.class);
    columns.forEach(
        (column, place) -> {
          String cell = cells.apply(place);
          put(values, column, column.isNumber() ? cell : CsvSink.textOf(cell));
        });
    return with(record, new ImageDetails(values), null);
  }

  /**
   * A record and what its object says.
   *
   * @param features whether they are read too
   */
  static ItemResult ofObject(ItemResult record, JsonObject object, boolean features) {
    Map<ImageColumn, Object> values = new EnumMap<>(ImageColumn.class);
    for (ImageColumn column : ImageColumn.all()) {
      JsonElement value = object.get(column.toString());
      if (value != null && value.isJsonPrimitive()) {
        put(values, column, value.getAsString());
      }
    }
    JsonElement embedding = object.get(JsonSink.EMBEDDING);
    boolean has = features && embedding != null && embedding.isJsonArray();
    return with(record, new ImageDetails(values), has ? numbers(embedding.getAsJsonArray()) : null);
  }

  private static float[] numbers(JsonArray array) {
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonElement number = array.get(i);
      numbers[i] = number.isJsonPrimitive() ? number.getAsFloat() : Float.NaN;
      if (!Float.isFinite(numbers[i])) {
        throw new IllegalArgumentException("embedding: expected finite numbers");
      }
    }
    return numbers;
  }

  private static void put(Map<ImageColumn, Object> values, ImageColumn column, String text) {
    Object value = text.isEmpty() ? null : column.value(text);
    if (value != null) {
      values.put(column, value);
    }
  }

  private static ItemResult with(ItemResult record, ImageDetails details, float[] embedding) {
    if (record instanceof ItemResult.Failed failed) {
      return new ItemResult.Failed(failed.index(), failed.name(), failed.failure(), details);
    }
    ItemResult.Predicted ok = (ItemResult.Predicted) record;
    Extras known = ok.extras();
    return new ItemResult.Predicted(
        ok.index(),
        ok.name(),
        ok.width(),
        ok.height(),
        ok.predictions(),
        new Extras(known.scores(), known.contrast(), details, embedding, known.decision()));
  }
}
