package io.github.resnet50.report.parquet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.JsonSink;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;

/**
 * The columns of a table of predictions: what a record is as JSON, and as a row. The best
 * prediction stands in columns of its own too, so that most questions need no list.
 */
final class PredictionColumns {
  private static final String LIST = "predictions";

  /** Of scores of certainty, what is a number with a fraction. */
  private static final List<String> SCORES = List.of("max_softmax", "entropy", "energy");

  private static final String CONTRAST = "contrast";
  private static final String UNCERTAIN = "uncertain";
  private static final String PROBABILITY = "prob";

  /** Columns whose values hardly ever come twice, as paths with dots. */
  static final List<String> UNLIKE = List.of("path", JsonSink.EMBEDDING + ".list.element");

  private static final String ERROR_SEPARATOR = ": ";

  private static final Map<ImageColumn.Type, String> DETAIL_TYPES =
      Map.of(
          ImageColumn.Type.WHOLE, "int64 %s",
          ImageColumn.Type.NUMBER, "double %s",
          ImageColumn.Type.TIME, "int64 %s (TIMESTAMP(MILLIS,true))",
          ImageColumn.Type.TEXT, "binary %s (STRING)");

  /**
   * What is decided of images.
   *
   * @param key in records, and what columns begin with
   * @param parts what is told of an answer
   */
  private record AnswerColumns(String key, List<String> parts) {
    String column(String part) {
      return key + "_" + part;
    }

    /** Whether a line of JSON has such an answer, or says that there is none. */
    boolean isIn(String line) {
      return line.contains(",\"" + key + "\":");
    }

    String types() {
      return parts.stream()
          .map(part -> part.equals(PROBABILITY) ? "float %s" : "binary %s (STRING)")
          .map(type -> "optional " + type + ";")
          .collect(Collectors.joining(" "))
          .formatted(parts.stream().map(this::column).toArray());
    }
  }

  private static final List<AnswerColumns> ANSWERS =
      List.of(
          new AnswerColumns("rollup", List.of("id", "label", PROBABILITY)),
          new AnswerColumns("rule", List.of("label", PROBABILITY)));

  private PredictionColumns() {}

  /**
   * What a table has beside the columns that all have.
   *
   * @param image what is said of the images themselves; null before any line, as the first tells
   * @param embedding whether there are features
   * @param decisions what was decided; null before any line with predictions
   */
  record Optionals(
      boolean scores,
      boolean uncertain,
      Set<ImageColumn> image,
      boolean embedding,
      List<AnswerColumns> decisions) {
    static final Optionals NONE = new Optionals(false, false, null, false, null);

    /** As a line of JSON Lines says it: within strings quotes are escaped. */
    Optionals with(String line) {
      return new Optionals(
          scores || line.contains("\"scores\":{"),
          uncertain || line.contains("\"uncertain\":"),
          image == null ? image(line) : image,
          embedding || line.contains("\"embedding\":["),
          decisions == null && line.contains("\"predictions\":[") ? decisions(line) : decisions);
    }

    private static Set<ImageColumn> image(String line) {
      return ImageColumn.all().stream()
          .filter(column -> line.contains(",\"" + column + "\":"))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<AnswerColumns> decisions(String line) {
      return ANSWERS.stream().filter(answer -> answer.isIn(line)).toList();
    }

    private String ofDecisions() {
      return Stream.ofNullable(decisions)
          .flatMap(List::stream)
          .map(AnswerColumns::types)
          .collect(Collectors.joining(" "));
    }

    private String ofImage() {
      return Stream.ofNullable(image)
          .flatMap(Set::stream)
          .map(column -> "optional " + DETAIL_TYPES.get(column.type()).formatted(column) + ";")
          .collect(Collectors.joining(" "));
    }
  }

  static MessageType schema(Optionals extras) {
    return MessageTypeParser.parseMessageType(
        """
        message predictions {
          required binary path (STRING);
          required binary status (STRING);
          optional binary error (STRING);
          optional int32 width;
          optional int32 height;
          optional int32 top1_index;
          optional binary top1_id (STRING);
          optional binary top1_label (STRING);
          optional float top1_prob;
          %s
          %s
          %s
          %s
          optional group predictions (LIST) {
            repeated group list {
              required group element {
                required int32 index;
                required binary id (STRING);
                required binary label (STRING);
                required float prob;
              }
            }
          }
          %s
        }
        """
            .formatted(
                extras.ofDecisions(),
                extras.scores()
                    ? "optional float max_softmax; optional float entropy; optional float energy;"
                        + " optional int32 contrast;"
                    : "",
                extras.uncertain() ? "optional boolean uncertain;" : "",
                extras.ofImage(),
                extras.embedding()
                    ? "optional group embedding (LIST) { repeated group list {"
                        + " required float element; } }"
                    : ""));
  }

  /**
   * What is not there of what a reader needs; null where all is.
   *
   * @param schema of any table
   */
  static String missing(MessageType schema) {
    for (String column : List.of("path", "status", "error", "width", "height", LIST)) {
      if (!schema.containsField(column)) {
        return column;
      }
    }
    return null;
  }

  /**
   * The columns that are read of a table: not the best prediction again, nor what nobody knows.
   *
   * @param all those that it has
   * @param details whether also what is said of the images themselves
   * @param features whether also theirs
   */
  static MessageType read(MessageType all, boolean details, boolean features) {
    Set<String> names = new HashSet<>(List.of("path", "status", "error", "width", "height", LIST));
    ANSWERS.forEach(answer -> answer.parts().forEach(part -> names.add(answer.column(part))));
    names.addAll(SCORES);
    names.addAll(List.of(CONTRAST, UNCERTAIN));
    if (details) {
      ImageColumn.all().forEach(column -> names.add(column.toString()));
    }
    if (features) {
      names.add(JsonSink.EMBEDDING);
    }
    List<Type> fields = new ArrayList<>(all.getFields());
    fields.removeIf(field -> !names.contains(field.getName()));
    return new MessageType(all.getName(), fields);
  }

  /** Fills in a row. */
  static void fill(Group row, JsonObject record) {
    row.add("path", record.get("path").getAsString());
    row.add("status", record.get("status").getAsString());
    for (ImageColumn column : ImageColumn.all()) {
      JsonElement value = record.get(column.toString());
      if (value != null && !value.isJsonNull()) {
        fill(row, column, value);
      }
    }
    JsonElement error = record.get("error");
    if (error != null) {
      JsonObject failure = error.getAsJsonObject();
      row.add(
          "error",
          failure.get("kind").getAsString()
              + ERROR_SEPARATOR
              + failure.get("message").getAsString());
      return;
    }
    row.add("width", record.get("width").getAsInt());
    row.add("height", record.get("height").getAsInt());
    boolean first = true;
    Group list = row.addGroup(LIST);
    for (JsonElement element : record.getAsJsonArray(LIST)) {
      JsonObject prediction = element.getAsJsonObject();
      fill(list.addGroup("list").addGroup("element"), "", prediction);
      if (first) {
        fill(row, "top1_", prediction);
        first = false;
      }
    }
    for (AnswerColumns column : ANSWERS) {
      JsonElement answer = record.get(column.key());
      if (answer != null && answer.isJsonObject()) {
        fill(row, column, answer.getAsJsonObject());
      }
    }
    JsonElement scores = record.get("scores");
    if (scores != null) {
      for (Map.Entry<String, JsonElement> score : scores.getAsJsonObject().entrySet()) {
        if (score.getKey().equals(CONTRAST)) {
          row.add(CONTRAST, score.getValue().getAsInt());
        } else {
          row.add(score.getKey(), score.getValue().getAsFloat());
        }
      }
    }
    if (record.has(JsonSink.EMBEDDING)) {
      Group vector = row.addGroup(JsonSink.EMBEDDING);
      for (JsonElement feature : record.getAsJsonArray(JsonSink.EMBEDDING)) {
        vector.addGroup("list").add("element", feature.getAsFloat());
      }
    }
    if (record.has(UNCERTAIN)) {
      row.add(UNCERTAIN, record.get(UNCERTAIN).getAsBoolean());
    }
  }

  private static void fill(Group row, ImageColumn column, JsonElement value) {
    String name = column.toString();
    switch (column.type()) {
      case WHOLE -> row.add(name, value.getAsLong());
      case NUMBER -> row.add(name, value.getAsDouble());
      case TIME -> row.add(name, Instant.parse(value.getAsString()).toEpochMilli());
      case TEXT -> row.add(name, value.getAsString());
    }
  }

  private static void fill(Group row, AnswerColumns column, JsonObject answer) {
    for (String part : column.parts()) {
      if (part.equals(PROBABILITY)) {
        row.add(column.column(part), answer.get(part).getAsFloat());
      } else {
        row.add(column.column(part), answer.get(part).getAsString());
      }
    }
  }

  private static void fill(Group to, String prefix, JsonObject prediction) {
    to.add(prefix + "index", prediction.get("index").getAsInt());
    to.add(prefix + "id", prediction.get("id").getAsString());
    to.add(prefix + "label", prediction.get("label").getAsString());
    to.add(prefix + "prob", prediction.get("prob").getAsFloat());
  }

  /** The record of which a row was made, as it was written. */
  static String record(Group row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject().name("path").value(text(row, "path"));
      json.name("status").value(text(row, "status"));
      if (has(row, "error")) {
        String[] error = text(row, "error").split(ERROR_SEPARATOR, 2);
        json.name("error").beginObject().name("kind").value(error[0]);
        json.name("message").value(error.length > 1 ? error[1] : "").endObject();
      } else {
        predicted(json, row);
      }
      for (ImageColumn column : ImageColumn.all()) {
        if (row.getType().containsField(column.toString())) {
          detail(json.name(column.toString()), row, column);
        }
      }
      if (has(row, JsonSink.EMBEDDING)) {
        embedding(json.name(JsonSink.EMBEDDING), row.getGroup(JsonSink.EMBEDDING, 0));
      }
      json.endObject();
    }
    return text.toString();
  }

  private static void embedding(JsonWriter json, Group vector) throws IOException {
    json.beginArray();
    for (int place = 0; place < vector.getFieldRepetitionCount(0); place++) {
      json.jsonValue(Decimals.shortest(vector.getGroup(0, place).getFloat(0, 0)));
    }
    json.endArray();
  }

  private static void detail(JsonWriter json, Group row, ImageColumn column) throws IOException {
    String name = column.toString();
    if (!has(row, name)) {
      json.nullValue();
      return;
    }
    switch (column.type()) {
      case WHOLE -> json.value(row.getLong(name, 0));
      case NUMBER -> json.jsonValue(column.text(row.getDouble(name, 0)));
      case TIME -> json.value(column.text(Instant.ofEpochMilli(row.getLong(name, 0))));
      case TEXT -> json.value(text(row, name));
    }
  }

  private static void predicted(JsonWriter json, Group row) throws IOException {
    whole(json, row, "width");
    whole(json, row, "height");
    json.name(LIST).beginArray();
    if (has(row, LIST)) {
      Group list = row.getGroup(LIST, 0);
      for (int place = 0; place < list.getFieldRepetitionCount(0); place++) {
        Group prediction = list.getGroup(0, place).getGroup(0, 0);
        json.beginObject();
        whole(json, prediction, "index");
        json.name("id").value(text(prediction, "id"));
        json.name("label").value(text(prediction, "label"));
        number(json, prediction, "prob");
        json.endObject();
      }
    }
    json.endArray();
    for (AnswerColumns column : ANSWERS) {
      if (row.getType().containsField(column.column(PROBABILITY))) {
        answer(json.name(column.key()), row, column);
      }
    }
    if (row.getType().containsField(CONTRAST)) {
      json.name("scores").beginObject();
      for (String score : SCORES) {
        number(json, row, score);
      }
      whole(json, row, CONTRAST);
      json.endObject();
    }
    if (has(row, UNCERTAIN)) {
      json.name(UNCERTAIN).value(row.getBoolean(UNCERTAIN, 0));
    }
  }

  private static void answer(JsonWriter json, Group row, AnswerColumns column) throws IOException {
    if (!has(row, column.column(PROBABILITY))) {
      json.nullValue();
      return;
    }
    json.beginObject();
    for (String part : column.parts()) {
      if (part.equals(PROBABILITY)) {
        number(json, row, column.column(part), part);
      } else {
        json.name(part).value(text(row, column.column(part)));
      }
    }
    json.endObject();
  }

  private static boolean has(Group row, String column) {
    return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0;
  }

  private static String text(Group row, String column) {
    return has(row, column) ? row.getBinary(column, 0).toStringUsingUTF8() : "";
  }

  /** Other programs write other widths of numbers. */
  private static void whole(JsonWriter json, Group row, String column) throws IOException {
    if (has(row, column)) {
      json.name(column).jsonValue(row.getValueToString(row.getType().getFieldIndex(column), 0));
    }
  }

  private static void number(JsonWriter json, Group row, String column) throws IOException {
    number(json, row, column, column);
  }

  private static void number(JsonWriter json, Group row, String column, String key)
      throws IOException {
    if (has(row, column)) {
      String digits = row.getValueToString(row.getType().getFieldIndex(column), 0);
      json.name(key).jsonValue(Decimals.shortest(Float.parseFloat(digits)));
    }
  }

  /** The names of a table's columns. */
  static String names(GroupType schema) {
    List<String> names = new ArrayList<>();
    for (Type field : schema.getFields()) {
      names.add(field.getName());
    }
    return String.join(",", names);
  }
}
