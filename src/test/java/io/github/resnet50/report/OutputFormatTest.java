package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFormatTest {

  @ParameterizedTest
  @CsvSource({
    "out.csv, CSV",
    "a.b/OUT.CSV, CSV",
    "out.json, JSON",
    "out.jsonl, JSONL",
    "out.json.csv, CSV",
    "out.txt,",
    "csv,",
    "-,",
    "/,",
  })
  void bySuffix(Path file, OutputFormat format) {
    assertEquals(Optional.ofNullable(format), OutputFormat.forFile(file));
  }
}
