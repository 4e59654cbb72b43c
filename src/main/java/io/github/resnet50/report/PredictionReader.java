package io.github.resnet50.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Reads a prediction file back, record by record, in any of the formats that it is written in, and
 * checks what a record may say. What follows the known columns or keys is passed over; columns may
 * be in any order, and separated by semicolons or tabs. What the iterator meets is thrown as {@link
 * UncheckedIOException} of a {@link MalformedFileException}.
 */
public final class PredictionReader extends Lookahead<ItemResult> implements Closeable {
  private static final int MOST_CLASSES = 1_000_000;
  private static final double LARGEST = 1.001; // of what rounding makes of 1
  private static final double LARGEST_SUM = 1.01; // half precision
  private static final List<String> PARTS = List.of("index", "id", "label", "prob");

  private final Path file;
  private final Closeable source;
  private final Records records;
  private long index;
  private long overfull;

  /** The records of one format. */
  private interface Records {
    /** Null at the end. */
    ItemResult next(long index) throws IOException;
  }

  private PredictionReader(Path file, Closeable source, Records records) {
    this.file = file;
    this.source = source;
    this.records = records;
  }

  /**
   * Opens a file; its suffix tells the format.
   *
   * @throws IllegalArgumentException where the suffix names no format
   */
  public static PredictionReader open(Path file) throws IOException {
    OutputFormat format =
        OutputFormat.forFile(file)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        file + ": expected the suffix .csv, .json or .jsonl"));
    return open(file, format);
  }

  /** Opens a file of a known format. */
  public static PredictionReader open(Path file, OutputFormat format) throws IOException {
    BufferedReader text = TextFile.open(file);
    try {
      Records records =
          switch (format) {
            case CSV -> CsvRecords.of(text);
            case JSON -> jsonArray(text);
            case JSONL -> jsonLines(text);
          };
      return new PredictionReader(file, text, records);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      text.close();
      if (e instanceof MalformedFileException) {
        throw e;
      }
      String what =
          format == OutputFormat.JSON
              ? "no prediction file: expected a JSON array of records"
              : e.getMessage();
      throw new MalformedFileException(file + ": " + what, e);
    }
  }

  /**
   * The classes that a file names, each as it is first met.
   *
   * @return by index
   * @throws MalformedFileException also where a class has two names
   */
  public static SortedMap<Integer, Prediction> classes(Path file) throws IOException {
    SortedMap<Integer, Prediction> classes = new TreeMap<>();
    try (PredictionReader reader = open(file)) {
      while (reader.hasNext()) {
        if (reader.next() instanceof ItemResult.Predicted image) {
          for (Prediction p : image.predictions()) {
            Prediction known = classes.putIfAbsent(p.classIndex(), p);
            if (known != null && !known.id().equals(p.id()) && !known.label().equals(p.label())) {
              throw new MalformedFileException(
                  "%s, record %d: class %d is %s, but was %s before; expected the records of one model"
                      .formatted(file, reader.index, p.classIndex(), p.label(), known.label()));
            }
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return classes;
  }

  /**
   * The rows of a table.
   *
   * @param columns the places of path, status, error, width and height
   * @param ranks the places of index, id, label and probability of each rank
   * @param width how many columns the header has
   */
  private record CsvRecords(
      CSVParser parser,
      Iterator<CSVRecord> rows,
      List<Integer> columns,
      List<int[]> ranks,
      int width)
      implements Records {

    static CsvRecords of(BufferedReader text) throws IOException {
      text.mark(1);
      if (text.read() < 0) {
        throw new IllegalArgumentException(
            "no prediction file: it is empty; expected the header path,status,…");
      }
      text.reset();
      CSVFormat format =
          CSVFormat.RFC4180
              .builder()
              .setDelimiter(TextFile.delimiter(text))
              .setIgnoreEmptyLines(true)
              .setHeader()
              .setSkipHeaderRecord(true)
              .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
              .get(); // the header is the first line
      CSVParser parser = CSVParser.builder().setReader(text).setFormat(format).get();
      List<String> header = parser.getHeaderNames();
      for (String column : CsvSink.header(1)) {
        if (!header.contains(column)) {
          throw new IllegalArgumentException(
              "no prediction file: it has no column %s; its columns are %s"
                  .formatted(column, shortened(String.join(",", header))));
        }
      }
      List<int[]> ranks = new ArrayList<>();
      int named = (int) header.stream().filter(c -> c.matches("top\\d+_prob")).count();
      for (int rank = 1; rank <= named; rank++) {
        String prefix = "top" + rank + "_";
        for (String part : PARTS) {
          if (!header.contains(prefix + part)) {
            throw new IllegalArgumentException("it has no column " + prefix + part);
          }
        }
        ranks.add(PARTS.stream().mapToInt(part -> header.indexOf(prefix + part)).toArray());
      }
      List<Integer> columns = CsvSink.header(1).stream().limit(5).map(header::indexOf).toList();
      return new CsvRecords(parser, parser.iterator(), columns, ranks, header.size());
    }

    @Override
    public ItemResult next(long index) throws IOException {
      if (!rows.hasNext()) {
        return null;
      }
      CSVRecord row = rows.next();
      if (row.size() != width) {
        throw new IllegalArgumentException(
            "line %d has %d columns; expected %d as in the header"
                .formatted(parser.getCurrentLineNumber(), row.size(), width));
      }
      String name = CsvSink.pathOf(row.get(columns.get(0)));
      if (isFailed(row.get(columns.get(1)))) {
        String[] error = CsvSink.textOf(row.get(columns.get(2))).split(": ", 2);
        return failed(index, name, error[0], error.length > 1 ? error[1] : "");
      }
      List<Prediction> predictions = new ArrayList<>(ranks.size());
      for (int place = 1; place <= ranks.size(); place++) {
        int[] rank = ranks.get(place - 1);
        if (row.get(rank[0]).isEmpty() && row.get(rank[3]).isEmpty()) {
          continue; // fewer classes than ranks
        }
        if (predictions.size() < place - 1) {
          throw new IllegalArgumentException(
              "top%d without top%d".formatted(place, predictions.size() + 1));
        }
        predictions.add(
            new Prediction(
                whole("top" + place + "_index", row.get(rank[0])),
                CsvSink.textOf(row.get(rank[1])),
                CsvSink.textOf(row.get(rank[2])),
                number("top" + place + "_prob", row.get(rank[3]))));
      }
      return predicted(index, name, row.get(columns.get(3)), row.get(columns.get(4)), predictions);
    }
  }

  private static Records jsonLines(BufferedReader text) {
    return index -> {
      String line = text.readLine();
      while (line != null && line.isBlank()) {
        line = text.readLine();
      }
      return line == null ? null : record(index, object(JsonParser.parseString(line)));
    };
  }

  private static Records jsonArray(Reader text) throws IOException {
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
      return record(index, object(JsonParser.parseReader(json)));
    };
  }

  private static JsonObject object(JsonElement element) {
    if (!element.isJsonObject()) {
      throw new IllegalArgumentException(
          "expected a JSON object, but there is " + shortened(element.toString()));
    }
    return element.getAsJsonObject();
  }

  private static ItemResult record(long index, JsonObject object) {
    String name = text(object, "path");
    if (isFailed(text(object, "status"))) {
      JsonObject error = object(required(object, "error"));
      return failed(index, name, text(error, "kind"), text(error, "message"));
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
              whole("index", text(prediction, "index")),
              text(prediction, "id"),
              text(prediction, "label"),
              number("prob", text(prediction, "prob"))));
    }
    return predicted(index, name, text(object, "width"), text(object, "height"), predictions);
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
          key + " is " + shortened(value.toString()) + "; expected text or a number");
    }
    return value.getAsString();
  }

  private static boolean isFailed(String status) {
    if (!status.equals("ok") && !status.equals("failed")) {
      throw new IllegalArgumentException(
          "status is '" + shortened(status) + "'; expected ok or failed");
    }
    return status.equals("failed");
  }

  private static int whole(String name, String text) {
    try {
      String digits = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
      int number = Integer.parseInt(digits);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw new IllegalArgumentException(
        name + " is '" + shortened(text) + "'; expected a whole number from 0");
  }

  private static float number(String name, String text) {
    try {
      float number = Float.parseFloat(text);
      if (number >= 0 && number <= LARGEST) { // NaN is neither
        return number;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw new IllegalArgumentException(
        name + " is '" + shortened(text) + "'; expected a number from 0 to 1");
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static ItemResult predicted(
      long index, String name, String width, String height, List<Prediction> predictions) {
    requirePath(name);
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException("status is ok, but there is no prediction");
    }
    for (int i = 0; i < predictions.size(); i++) {
      Prediction p = predictions.get(i);
      if (p.classIndex() >= MOST_CLASSES) {
        throw new IllegalArgumentException(
            "class index %d; expected less than %d".formatted(p.classIndex(), MOST_CLASSES));
      }
      if (i > 0 && p.probability() > predictions.get(i - 1).probability()) {
        throw new IllegalArgumentException(
            "probability %d is %s, more than that before it; expected the best first"
                .formatted(i + 1, p.probability()));
      }
    }
    return new ItemResult.Predicted(
        index, name, whole("width", width), whole("height", height), predictions);
  }

  private static void requirePath(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("path is empty, or has a NUL in it");
    }
  }

  private static ItemResult failed(long index, String name, String kind, String message) {
    requirePath(name);
    ImageFailure.Kind known =
        Arrays.stream(ImageFailure.Kind.values())
            .filter(k -> k.label().equals(kind))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown kind of failure " + kind));
    return new ItemResult.Failed(index, name, new ImageFailure(known, message));
  }

  /**
   * How many of the records so far have probabilities that add up to more than 1, as those of a
   * model that scores each class on its own do.
   */
  public long overfull() {
    return overfull;
  }

  @Override
  protected ItemResult advance() {
    try {
      ItemResult next = records.next(index);
      index++;
      if (next instanceof ItemResult.Predicted image) {
        double sum = image.predictions().stream().mapToDouble(Prediction::probability).sum();
        overfull += sum > LARGEST_SUM ? 1 : 0;
      }
      return next;
    } catch (IOException
        | JsonParseException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new UncheckedIOException(
          TextFile.malformed(e)
              .orElseGet(
                  () ->
                      new MalformedFileException(
                          "%s, record %d is not as classify writes it: %s"
                              .formatted(file, index + 1, TextFile.reason(e)),
                          e)));
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
