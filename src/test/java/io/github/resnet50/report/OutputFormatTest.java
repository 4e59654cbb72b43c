package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.report.ItemResult.Extras;
import io.github.resnet50.report.ItemResult.ImageScores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutputFormatTest {
  @Test
  void wordsOfHelpTextsNameAllFormats() {
    List<String> names = Arrays.stream(OutputFormat.values()).map(OutputFormat::toString).toList();
    assertEquals(String.join("|", names), OutputFormat.CHOICES);
    assertEquals("." + String.join(", .", names), OutputFormat.SUFFIXES_LISTED);
    assertEquals(
        OutputFormat.SUFFIXES_LISTED, OutputFormat.SUFFIXES_IN_WORDS.replace(" or ", ", "));
  }

  @ParameterizedTest
  @EnumSource
  void aTilesRecordTellsWhichPartOfTheSceneItIs(OutputFormat format) throws IOException {
    Columns columns = Columns.NONE.with(Set.of(ImageColumn.CAMERA, ImageColumn.X, ImageColumn.Y));
    String odd = "a,\"x\":1,\"y\":2,3,4";
    ImageDetails place =
        new ImageDetails(Map.of(ImageColumn.X, 32L, ImageColumn.Y, 0L, ImageColumn.CAMERA, odd));
    ImageDetails none = new ImageDetails(Map.of(ImageColumn.CAMERA, odd));
    for (ImageDetails details : List.of(place, none)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (PredictionSink sink = format.sink(out, 1, columns)) {
        sink.write(new ItemResult.Failed(0, odd, new ImageFailure(Kind.CORRUPT, odd), details));
      }
      AtomicReference<String> header = new AtomicReference<>("");
      List<byte[]> records =
          RawRecords.ofBatch(out.toByteArray(), format, line -> header.set(RawRecords.text(line)));
      String record = RawRecords.text(records.get(0));
      assertEquals(details.equals(place) ? "32,0" : "", format.part(header.get(), record), record);
    }
    assertEquals("", format.part("path,status,error", "a,failed,Corrupt: 1,2"));
  }

  /** By the record alone, where the format has no header that says it. */
  @ParameterizedTest
  @EnumSource
  void aRecordTellsItsExtraColumns(OutputFormat format) throws IOException {
    List<Columns> some =
        List.of(
            Columns.NONE,
            new Columns(true, null),
            new Columns(true, new Threshold(Score.ENTROPY, 1)),
            Columns.NONE.with(Set.of(ImageColumn.CAMERA)),
            Columns.NONE.with(Set.of(ImageColumn.CAMERA, ImageColumn.BYTES)),
            Columns.NONE.deciding(Set.of(DecisionColumn.ROLLUP)),
            Columns.NONE.deciding(Set.of(DecisionColumn.RULE, DecisionColumn.ROLLUP)),
            Columns.NONE.embedding(true));
    float[] scores = {0.5f, 0.5f};
    ItemResult image =
        new ItemResult.Predicted(
            0,
            "a.jpg",
            2,
            1,
            List.of(Records.TABBY),
            new Extras(new ImageScores(scores, scores), null, ImageDetails.NONE, scores));
    for (Columns written : some) {
      if (written.embedding() && format == OutputFormat.CSV) {
        continue; // which has no place for it
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (PredictionSink sink = format.sink(out, 1, written)) {
        sink.write(image);
      }
      List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
      String record = lines.get(format.framing().hasHeader() ? 1 : 0);
      for (Columns asked : some) {
        assertEquals(
            format == OutputFormat.CSV || asked.equals(written), format.hasExtras(record, asked));
      }
    }
  }

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
