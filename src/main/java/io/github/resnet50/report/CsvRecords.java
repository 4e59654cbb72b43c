package io.github.resnet50.report;

import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Reads the rows of a table: what {@link CsvSink} has written, or somebody's copy of it with other
 * separators and columns in another order.
 *
 * @param columns the places of path, status, error, width and height
 * @param ranks the places of index, id, label and probability of each rank
 * @param details the places of what is said of images themselves; empty where nobody asks
 * @param decisions the places of the parts of what is decided
 * @param width how many columns the header has
 */
record CsvRecords(
    CSVParser parser,
    Iterator<CSVRecord> rows,
    List<Integer> columns,
    List<int[]> ranks,
    Map<ImageColumn, Integer> details,
    Map<DecisionColumn, Map<String, Integer>> decisions,
    int width)
    implements PredictionReader.Records {
  static CsvRecords of(BufferedReader text, RecordExtent extent) throws IOException {
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
    CSVParser parser = parser(text, format);
    List<String> header = parser.getHeaderNames();
    for (String column : CsvSink.header(1)) {
      if (!header.contains(column)) {
        throw new IllegalArgumentException(
            "no prediction file: it has no column %s; its columns are %s"
                .formatted(column, Text.shortened(String.join(",", header))));
      }
    }
    List<int[]> ranks = new ArrayList<>();
    int named = (int) header.stream().filter(c -> c.matches("top\\d+_prob")).count();
    for (int rank = 1; rank <= named; rank++) {
      String prefix = "top" + rank + "_";
      for (String part : CsvSink.PREDICTION_COLUMNS) {
        if (!header.contains(prefix + part)) {
          throw new IllegalArgumentException("it has no column " + prefix + part);
        }
      }
      ranks.add(
          CsvSink.PREDICTION_COLUMNS.stream()
              .mapToInt(part -> header.indexOf(prefix + part))
              .toArray());
    }
    List<Integer> columns = CsvSink.header(1).stream().limit(5).map(header::indexOf).toList();
    Map<ImageColumn, Integer> details =
        extent.has(RecordExtent.DETAILS) ? ReadDetails.columns(header) : Map.of();
    return new CsvRecords(
        parser, parser.iterator(), columns, ranks, details, decisions(header), header.size());
  }

  private static CSVParser parser(BufferedReader text, CSVFormat format) throws IOException {
    try {
      return CSVParser.builder().setReader(text).setFormat(format).get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no prediction file: its first line is not the header path,status,… ("
              + Text.shortened(e.getMessage())
              + ")",
          e);
    }
  }

  private static Map<DecisionColumn, Map<String, Integer>> decisions(List<String> header) {
    Map<DecisionColumn, Map<String, Integer>> decisions = new EnumMap<>(DecisionColumn.class);
    for (DecisionColumn column : DecisionColumn.values()) {
      Map<String, Integer> places = new HashMap<>();
      for (String part : column.parts()) {
        places.put(part, header.indexOf(column.column(part)));
      }
      if (!places.containsValue(-1)) {
        decisions.put(column, places);
      }
    }
    return decisions;
  }

  /** The first two columns of a row as {@link CsvSink} writes it. */
  static OutputFormat.RecordHead head(String row) {
    int end = pathEnd(row);
    String path =
        row.startsWith("\"")
            ? row.substring(1, end - 1).replace("\"\"", "\"")
            : row.substring(0, end);
    return new OutputFormat.RecordHead(CsvSink.pathOf(path), row.startsWith("failed,", end + 1));
  }

  /** A row as {@link CsvSink} writes it, of another path. */
  static String renamed(String row, String name) throws IOException {
    int end = pathEnd(row);
    if (end == row.length()) {
      throw new IOException("it does not begin with its path");
    }
    return CsvSink.FORMAT.format(CsvSink.path(name)) + row.substring(end);
  }

  /** Where the first column of a row ends, whose quotes are as many as they must be. */
  private static int pathEnd(String row) {
    if (!row.startsWith("\"")) {
      int comma = row.indexOf(',');
      return comma < 0 ? row.length() : comma;
    }
    int at = 1;
    while (row.charAt(at) != '"' || row.startsWith("\"\"", at)) {
      at += row.charAt(at) == '"' ? 2 : 1; // a quote is written twice
    }
    return at + 1;
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
    ItemResult record = record(index, row);
    return details.isEmpty() ? record : ReadDetails.ofRow(record, details, row::get);
  }

  private ItemResult record(long index, CSVRecord row) {
    String name = CsvSink.pathOf(row.get(columns.get(0)));
    if (ReadRecord.isFailed(row.get(columns.get(1)))) {
      String[] error = CsvSink.textOf(row.get(columns.get(2))).split(": ", 2);
      return ReadRecord.failed(index, name, error[0], error.length > 1 ? error[1] : "");
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
              ReadRecord.whole("top" + place + "_index", row.get(rank[0])),
              CsvSink.textOf(row.get(rank[1])),
              CsvSink.textOf(row.get(rank[2])),
              ReadRecord.number("top" + place + "_prob", row.get(rank[3]))));
    }
    return ReadRecord.predicted(
            index, name, row.get(columns.get(3)), row.get(columns.get(4)), predictions)
        .deciding(ReadRecord.decision(column -> answer(row, column)));
  }

  /** How the parts of an answer are found; null where there is none. */
  private UnaryOperator<String> answer(CSVRecord row, DecisionColumn column) {
    Map<String, Integer> places = decisions.get(column);
    if (places == null || row.get(places.get("prob")).isEmpty()) {
      return null;
    }
    return part -> CsvSink.textOf(row.get(places.get(part)));
  }
}
