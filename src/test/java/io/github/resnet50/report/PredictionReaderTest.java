package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PredictionReaderTest {
  private static final List<ItemResult> RECORDS =
      List.of(
          new ItemResult.Predicted(
              0,
              "a, \"b\"\n.jpg",
              640,
              480,
              List.of(
                  new Prediction(281, "n02123045", "tabby", 0.71f),
                  new Prediction(3, "x", "cat, big", 1e-8f))),
          new ItemResult.Failed(
              1, "bad.png", new ImageFailure(ImageFailure.Kind.CORRUPT, "chunk: IDAT, \"no\"")),
          new ItemResult.Predicted(2, "c.jpg", 1, 2, List.of(new Prediction(0, "z", "z", 1f))));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(value = OutputFormat.class, mode = Mode.EXCLUDE, names = "PARQUET")
  void readsWhatIsWritten(OutputFormat format) throws Exception {
    assertEquals(RECORDS, read(write("all." + format, Records.written(format, 2, RECORDS))));
  }

  @ParameterizedTest
  @EnumSource(value = OutputFormat.class, mode = Mode.EXCLUDE, names = "PARQUET")
  void whatLooksLikeAFormulaIsReadAsItWas(OutputFormat format) throws Exception {
    List<ItemResult> records = new ArrayList<>();
    for (String text : List.of("=1+1", "'=1+1", "''@x", "'tis", "./=a", "././-a", "./a", "'")) {
      records.add(
          new ItemResult.Predicted(
              records.size(), text, 1, 2, List.of(new Prediction(0, text, text, 0.5f))));
    }
    assertEquals(records, read(write("formulas." + format, Records.written(format, 2, records))));
  }

  @ParameterizedTest
  @EnumSource(value = OutputFormat.class, mode = Mode.EXCLUDE, names = "PARQUET")
  void aFileWithoutRecordsHasNone(OutputFormat format) throws Exception {
    assertEquals(List.of(), read(write("none." + format, Records.written(format, 2, List.of()))));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"JSON", "JSONL"})
  void furtherKeysArePassedOver(OutputFormat format) throws Exception {
    String more =
        Records.written(format, 2, RECORDS).replace("}]}", "}],\"scores\":{\"entropy\":[1,{}]}}");
    assertEquals(RECORDS, read(write("more." + format, more)));
  }

  @Test
  void furtherColumnsArePassedOver() throws Exception {
    String more =
        """
        path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,entropy
        c.jpg,ok,,1,2,0,z,z,1,0.5
        """;
    assertEquals(1, read(write("more.csv", more)).size());
  }

  @ParameterizedTest
  @EnumSource(value = OutputFormat.class, mode = Mode.EXCLUDE, names = "PARQUET")
  void aFileThatIsCutShortIsAnErrorWithItsPlace(OutputFormat format) throws Exception {
    String text = Records.written(format, 2, RECORDS).strip();
    Path file = write("cut." + format, text.substring(0, text.length() - 16));
    String message =
        assertThrows(UncheckedIOException.class, () -> read(file)).getCause().getMessage();
    assertTrue(message.contains(file + ", record 3"), message);
  }

  @Test
  void anotherTableIsNoPredictionFile() throws Exception {
    Path file = write("other.csv", "name,size\na,1\n");
    String message =
        assertThrows(IOException.class, () -> PredictionReader.open(file)).getMessage();
    assertTrue(message.contains("no prediction file: it has no column path"), message);
  }

  @Test
  void aTableWithoutItsHeaderIsNoPredictionFile() throws Exception {
    Path file = write("headless.csv", "a.jpg,ok,,8,8,1,dog,dog,0.9\n");
    String message =
        assertThrows(IOException.class, () -> PredictionReader.open(file)).getMessage();
    assertTrue(
        message.startsWith(
            file + ": no prediction file: its first line is not the header path,status,… ("),
        message);
  }

  @Test
  void anotherSuffixIsAnError() throws Exception {
    Path file = write("other.txt", "");
    assertThrows(IllegalArgumentException.class, () -> PredictionReader.open(file));
  }

  private static List<ItemResult> read(Path file) throws IOException {
    List<ItemResult> records = new ArrayList<>();
    try (PredictionReader reader = PredictionReader.open(file)) {
      reader.forEachRemaining(records::add);
    }
    return records;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
