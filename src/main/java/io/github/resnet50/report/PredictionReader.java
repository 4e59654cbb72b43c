package io.github.resnet50.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/**
 * Reads a prediction file back, record by record, in any of the formats that it is written in. What
 * follows the known columns or keys is passed over. What the iterator meets is thrown as {@link
 * UncheckedIOException}, naming the file and the record.
 */
public final class PredictionReader extends Lookahead<ItemResult> implements Closeable {
  private final Path file;
  private final Closeable source;
  private final Records records;
  private long index;

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
    BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    try {
      Records records =
          switch (format) {
            case CSV -> csv(text);
            case JSON -> jsonArray(text);
            case JSONL -> jsonLines(text);
          };
      return new PredictionReader(file, text, records);
    } catch (IOException | IllegalArgumentException e) {
      text.close();
      if (e instanceof IOException io && !(e instanceof EOFException)) {
        throw io;
      }
      throw new MalformedFileException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The classes that a file names, each as it is first met.
   *
   * @return by index
   */
  public static SortedMap<Integer, Prediction> classes(Path file) throws IOException {
    SortedMap<Integer, Prediction> classes = new TreeMap<>();
    try (PredictionReader reader = open(file)) {
      while (reader.hasNext()) {
        if (reader.next() instanceof ItemResult.Predicted image) {
          image.predictions().forEach(p -> classes.putIfAbsent(p.classIndex(), p));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return classes;
  }

  private static Records csv(Reader text) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get(); // from line 1
    CSVParser parser = CSVParser.builder().setReader(text).setFormat(format).get();
    List<String> header = parser.getHeaderNames();
    for (String column : CsvSink.header(1)) {
      if (!header.contains(column)) {
        throw new IllegalArgumentException("no prediction file: it has no column " + column);
      }
    }
    int ranks = 1;
    while (header.contains("top" + (ranks + 1) + "_prob")) {
      ranks++;
    }
    int topK = ranks;
    Iterator<CSVRecord> lines = parser.iterator();
    return index -> lines.hasNext() ? record(index, lines.next(), topK) : null;
  }

  private static ItemResult record(long index, CSVRecord line, int topK) {
    String name = CsvSink.pathOf(line.get("path"));
    if (line.get("status").equals("failed")) {
      String[] error = CsvSink.textOf(line.get("error")).split(": ", 2);
      return failed(index, name, error[0], error.length > 1 ? error[1] : "");
    }
    List<Prediction> predictions = new ArrayList<>(topK);
    for (int rank = 1; rank <= topK; rank++) {
      String prefix = "top" + rank + "_";
      if (!line.get(prefix + "index").isEmpty()) {
        predictions.add(
            new Prediction(
                Integer.parseInt(line.get(prefix + "index")),
                CsvSink.textOf(line.get(prefix + "id")),
                CsvSink.textOf(line.get(prefix + "label")),
                Float.parseFloat(line.get(prefix + "prob"))));
      }
    }
    return new ItemResult.Predicted(
        index,
        name,
        Integer.parseInt(line.get("width")),
        Integer.parseInt(line.get("height")),
        predictions);
  }

  private static Records jsonLines(BufferedReader text) {
    return index -> {
      String line = text.readLine();
      return line == null ? null : record(index, JsonParser.parseString(line).getAsJsonObject());
    };
  }

  private static Records jsonArray(Reader text) throws IOException {
    JsonReader json = new JsonReader(text);
    json.beginArray();
    return index -> {
      if (!json.hasNext()) {
        json.endArray(); // or the file was cut short
        return null;
      }
      return record(index, JsonParser.parseReader(json).getAsJsonObject());
    };
  }

  private static ItemResult record(long index, JsonObject object) {
    String name = required(object, "path").getAsString();
    if (required(object, "status").getAsString().equals("failed")) {
      JsonObject error = required(object, "error").getAsJsonObject();
      return failed(
          index,
          name,
          required(error, "kind").getAsString(),
          required(error, "message").getAsString());
    }
    List<Prediction> predictions = new ArrayList<>();
    for (JsonElement element : required(object, "predictions").getAsJsonArray()) {
      JsonObject prediction = element.getAsJsonObject();
      predictions.add(
          new Prediction(
              required(prediction, "index").getAsInt(),
              required(prediction, "id").getAsString(),
              required(prediction, "label").getAsString(),
              required(prediction, "prob").getAsFloat()));
    }
    return new ItemResult.Predicted(
        index,
        name,
        required(object, "width").getAsInt(),
        required(object, "height").getAsInt(),
        predictions);
  }

  private static JsonElement required(JsonObject object, String key) {
    JsonElement value = object.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  private static ItemResult failed(long index, String name, String kind, String message) {
    ImageFailure.Kind known =
        Arrays.stream(ImageFailure.Kind.values())
            .filter(k -> k.label().equals(kind))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown kind of failure " + kind));
    return new ItemResult.Failed(index, name, new ImageFailure(known, message));
  }

  @Override
  protected ItemResult advance() {
    try {
      ItemResult next = records.next(index);
      index++;
      return next;
    } catch (IOException
        | JsonParseException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw new UncheckedIOException(
          new MalformedFileException(
              "%s, record %d is not as classify writes it: %s"
                  .formatted(file, index + 1, e.getMessage()),
              e));
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** A file is none that {@code classify} writes; the message names the file and the record. */
  public static final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFileException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
