package io.github.resnet50.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads prediction files as their users do. */
final class Rows {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private Rows() {}

  static List<CSVRecord> of(String csv) {
    try (var parser = FORMAT.parse(new StringReader(csv))) {
      return parser.getRecords();
    } catch (IOException e) {
      throw new AssertionError(csv, e);
    }
  }

  static List<CSVRecord> of(Path csv) throws IOException {
    return of(Files.readString(csv));
  }

  static List<String> column(List<CSVRecord> rows, String name) {
    return rows.stream().map(row -> row.get(name)).toList();
  }

  static double probability(CSVRecord row, int rank) {
    return Double.parseDouble(row.get("top" + rank + "_prob"));
  }
}
