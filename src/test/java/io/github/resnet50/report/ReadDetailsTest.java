package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.ItemResult.Extras;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadDetailsTest {
  private static final ImageDetails DETAILS =
      new ImageDetails(
          Map.of(
              ImageColumn.BYTES,
              12L,
              ImageColumn.MODIFIED,
              Instant.parse("2026-11-30T08:00:00Z"),
              ImageColumn.CAMERA,
              "=Canon, \"EOS\"",
              ImageColumn.LATITUDE,
              -12.5,
              ImageColumn.PHASH,
              "00ff00ff00ff00ff"));

  @TempDir Path folder;

  private Path written(OutputFormat format, boolean embedding) throws IOException {
    Columns columns =
        new Columns(false, null).with(Set.copyOf(ImageColumn.all())).embedding(embedding);
    Path lines = folder.resolve("lines");
    Path file = folder.resolve("p." + format);
    try (OutputStream out = Files.newOutputStream(lines);
        PredictionSink sink = format.sink(out, 2, columns)) {
      sink.write(
          new Predicted(
              0,
              "a, \"b\".jpg",
              4,
              3,
              List.of(Records.TABBY),
              new Extras(null, null, DETAILS, embedding ? new float[] {0, 1.5f, -2} : null)));
      sink.write(
          new ItemResult.Failed(
              1, "=x.jpg", ((ItemResult.Failed) Records.BROKEN).failure(), DETAILS));
    }
    if (format.packing(Map.of()).isEmpty()) {
      Files.move(lines, file);
    } else {
      try (OutputStream out = Files.newOutputStream(file)) {
        format.packing(Map.of()).get().pack(() -> Files.newInputStream(lines), out);
      }
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void allThatIsWrittenIsReadBack(OutputFormat format) throws IOException {
    boolean embedding = format != OutputFormat.CSV;
    Path file = written(format, embedding);
    try (PredictionReader records = PredictionReader.open(file, RecordExtent.FEATURES)) {
      Predicted image = (Predicted) records.next();
      assertEquals(DETAILS, image.details());
      assertArrayEquals(embedding ? new float[] {0, 1.5f, -2} : null, image.extras().embedding());
      assertEquals(DETAILS, records.next().details());
      assertFalse(records.hasNext());
    }
    try (PredictionReader records = PredictionReader.open(file, RecordExtent.DETAILS)) {
      Predicted image = (Predicted) records.next();
      assertEquals(DETAILS, image.details());
      assertNull(image.extras().embedding());
    }
    try (PredictionReader records = PredictionReader.open(file)) {
      Predicted image = (Predicted) records.next();
      assertEquals(ImageDetails.NONE, image.details(), "nobody has asked");
      assertNull(image.extras().embedding());
    }
  }

  @Test
  void somebodysOwnColumnsOfSuchNamesArePassedOver() throws IOException {
    Path file = folder.resolve("own.csv");
    Files.writeString(
        file,
        """
        path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,x,modified
        a.jpg,ok,,4,3,1,a,a,0.5,left,monday
        """);
    try (PredictionReader records = PredictionReader.open(file, RecordExtent.FEATURES)) {
      assertTrue(records.next().details().values().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void renamedRecordsKeepAllElse(OutputFormat format) throws IOException {
    Path file = written(format, false);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    ByteArrayOutputStream same = new ByteArrayOutputStream();
    try (RenamedRecords renamed = new RenamedRecords(file, format, copy);
        RenamedRecords kept = new RenamedRecords(file, format, same)) {
      for (String name : List.of("new \"dir\"/\\,\n.jpg", "y.jpg")) {
        renamed.copy(name);
        kept.copy(null);
      }
      renamed.end();
      kept.end();
    }
    if (format != OutputFormat.PARQUET) {
      assertEquals(Files.readString(file), same.toString(StandardCharsets.UTF_8));
    }
    OutputFormat text = format == OutputFormat.PARQUET ? OutputFormat.JSONL : format;
    Path again = folder.resolve("again." + text);
    Files.write(again, copy.toByteArray());
    try (PredictionReader records = PredictionReader.open(again, RecordExtent.FEATURES)) {
      ItemResult first = records.next();
      assertEquals("new \"dir\"/\\,\n.jpg", first.name());
      assertEquals(DETAILS, first.details());
      assertEquals("y.jpg", records.next().name());
      assertFalse(records.hasNext());
    }
  }
}
