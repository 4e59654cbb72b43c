package io.github.resnet50.report.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.image.Contrast;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.report.DecisionColumn;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Extras;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.RecordExtent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.LocalReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetPredictionsTest {
  private static final List<Prediction> TWO =
      List.of(
          new Prediction(281, "n02123045", "tabby, \"or\"\nso", 0.71f),
          new Prediction(3, "x", "äöü \uD83D\uDC08", Float.MIN_NORMAL));

  private static final ImageDetails SIZE = new ImageDetails(Map.of(ImageColumn.BYTES, 1L << 40));
  private static final ImageDetails DETAILS =
      new ImageDetails(
          Map.of(
              ImageColumn.BYTES,
              21320L,
              ImageColumn.MODIFIED,
              Instant.parse("1969-07-20T20:17:40Z"),
              ImageColumn.CAMERA,
              "=A \"\\ Ä",
              ImageColumn.TAKEN,
              "2008-05-30T15:56:01+02:00",
              ImageColumn.LATITUDE,
              -33.858767,
              ImageColumn.LONGITUDE,
              0.0));

  private static final float[] FEATURES = {
    0, 1e-30f, -0.1f, Float.MAX_VALUE, 16777216, 0.33333334f
  };

  @TempDir Path folder;

  private static List<ItemResult> records(ImageScores scores, Contrast contrast) {
    return List.of(
        new ItemResult.Failed(
            0, "a: b.jpg", new ImageFailure(ImageFailure.Kind.CORRUPT, "chunk: IDAT: \"no\"\n")),
        new ItemResult.Predicted(
            1,
            "\"scores\":{,\r\n\u2028.jpg",
            4000,
            3000,
            TWO,
            new Extras(
                scores,
                contrast,
                DETAILS,
                FEATURES,
                new Decision(new Answer("n1", "=a \"dog\"", 0.3f), new Answer("x", "x", 1)))),
        new ItemResult.Failed(2, "c", new ImageFailure(ImageFailure.Kind.NOT_FOUND, ""), SIZE),
        new ItemResult.Predicted(
            3,
            "=d",
            1,
            1,
            List.of(new Prediction(0, "", "", 1f)),
            new Extras(scores, contrast, ImageDetails.NONE, FEATURES)));
  }

  static List<Columns> columns() {
    return List.of(
        Columns.NONE,
        new Columns(true, null),
        new Columns(false, new Threshold(Score.ENERGY, 1)),
        new Columns(true, new Threshold(Score.ENTROPY, 0.5)),
        Columns.NONE.with(EnumSet.allOf(ImageColumn.class)),
        Columns.NONE.embedding(true),
        Columns.NONE.deciding(Set.of(DecisionColumn.ROLLUP)),
        Columns.NONE.deciding(Set.of(DecisionColumn.RULE)),
        new Columns(true, null)
            .with(EnumSet.allOf(ImageColumn.class))
            .embedding(true)
            .deciding(EnumSet.allOf(DecisionColumn.class)),
        new Columns(true, null).with(Set.of(ImageColumn.LATITUDE, ImageColumn.MODIFIED)));
  }

  private byte[] lines(List<ItemResult> records, Columns extra) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PredictionSink sink = OutputFormat.PARQUET.sink(out, 2, extra)) {
      for (ItemResult record : records) {
        sink.write(record);
      }
    }
    return out.toByteArray();
  }

  private Path table(byte[] lines) throws IOException {
    Path written = Files.write(folder.resolve("lines"), lines);
    Path table = folder.resolve("table.parquet");
    try (OutputStream out = Files.newOutputStream(table)) {
      ParquetPredictions.write(() -> Files.newInputStream(written), out, Map.of("model", "m"));
    }
    return table;
  }

  private static byte[] read(Path table) throws IOException {
    try (InputStream records = ParquetPredictions.records(table)) {
      return records.readAllBytes();
    }
  }

  /** So that a journal's checksums hold of a table too. */
  @ParameterizedTest
  @MethodSource("columns")
  void givesBackTheBytesOfItsRecords(Columns extra) throws IOException {
    float[] scores = {0.25f, 0.75f};
    for (float[] logits : new float[][] {null, {1.5f, -2}}) {
      for (Contrast contrast : new Contrast[] {null, new Contrast(0, 3)}) {
        byte[] lines = lines(records(new ImageScores(scores, logits), contrast), extra);
        Path table = table(lines);
        assertEquals(new String(lines, StandardCharsets.UTF_8), Files.readString(records(table)));
      }
    }
  }

  /** Numbers, times and text, for those who compute with them. */
  @Test
  void columnsOfTheImageHaveTypes() throws Exception {
    Columns all = Columns.NONE.with(EnumSet.allOf(ImageColumn.class)).embedding(true);
    Path table = table(lines(records(null, null), all));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT bytes + 1, epoch(modified), latitude * 2, camera, typeof(modified),"
                    + " longitude, embedding[3], len(embedding) FROM '%s' WHERE camera IS NOT NULL"
                        .formatted(table))) {
      assertTrue(row.next());
      assertEquals(21321, row.getLong(1));
      assertEquals(-14182940, row.getDouble(2));
      assertEquals(-67.717534, row.getDouble(3));
      assertEquals("=A \"\\ Ä", row.getString(4));
      assertEquals("TIMESTAMP WITH TIME ZONE", row.getString(5));
      assertEquals(0.0, row.getDouble(6));
      assertEquals(-0.1f, row.getFloat(7));
      assertEquals(6, row.getInt(8));
      assertFalse(row.next());
    }
  }

  private Path records(Path table) throws IOException {
    return Files.write(folder.resolve("records"), read(table));
  }

  @Test
  void isReadAsPredictions() throws IOException {
    ImageFailure missing = new ImageFailure(ImageFailure.Kind.NOT_FOUND, "");
    List<ItemResult> records =
        List.of(
            new ItemResult.Failed(0, "c", missing),
            new ItemResult.Predicted(1, "=d", 4000, 3000, TWO));
    List<ItemResult> found = new ArrayList<>();
    try (PredictionReader reader = PredictionReader.open(table(lines(records, Columns.NONE)))) {
      reader.forEachRemaining(found::add);
    }
    assertEquals(records, found);
  }

  @Test
  void mayHaveNoRow() throws IOException {
    assertEquals(0, read(table(new byte[0])).length);
  }

  @Test
  void anyPlaceCanBeReadAndNothingStays() throws IOException {
    byte[] lines = lines(records(null, null), Columns.NONE);
    Path table = table(lines);
    Files.delete(folder.resolve("lines"));
    try (FileChannel channel = ParquetPredictions.channel(table)) {
      ByteBuffer part = ByteBuffer.allocate(30);
      assertEquals(30, channel.read(part, 50));
      assertArrayEquals(Arrays.copyOfRange(lines, 50, 80), part.array());
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(table), files.toList());
    }
  }

  /** In more than one row group, by a reader that takes a few bytes at a time. */
  @Test
  void manyRowsComeInTheirOrder() throws IOException {
    Random random = new Random(1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 9000; i++) {
      byte[] name = new byte[6000]; // 54 MB of paths, none like another
      random.nextBytes(name);
      String hex = java.util.HexFormat.of().formatHex(name, 0, 3000);
      all.write(
          lines(List.of(new ItemResult.Predicted(i, i + "/" + hex, 2, 3, TWO)), Columns.NONE));
    }
    byte[] lines = all.toByteArray();
    assertArrayEquals(lines, read(table(lines)));
  }

  @Test
  void whatIsDamagedIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(table(lines(records(null, null), Columns.NONE)));
    Path damaged = folder.resolve("damaged.parquet");
    for (int length = 4; length < whole.length; length += 37) {
      Files.write(damaged, Arrays.copyOf(whole, length));
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> read(damaged), "" + length);
      assertTrue(e.getMessage().startsWith(damaged + " is no Parquet file"), e.getMessage());
    }
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      byte[] other = whole.clone();
      other[4 + random.nextInt(whole.length - 4)] ^= (byte) (1 << random.nextInt(8));
      Files.write(damaged, other);
      try {
        read(damaged); // a bit of a name may be another, and none the wiser
      } catch (MalformedFileException e) {
        assertTrue(e.getMessage().contains("damaged.parquet"), e.getMessage());
      }
    }
  }

  @Test
  void anotherTableIsNoPredictions() throws IOException {
    Path file = folder.resolve("features.parquet");
    try (OutputStream out = Files.newOutputStream(file);
        FeatureTableFile features = new FeatureTableFile(out, true, Map.of())) {
      features.features("a", 1, new float[] {1, 2});
      features.failed("b", "Corrupt: x");
    }
    assertTrue(ParquetPredictions.isTable(file));
    MalformedFileException e = assertThrows(MalformedFileException.class, () -> read(file));
    assertEquals(
        file
            + ": no prediction file: it has no column width; its columns are"
            + " path,status,error,variant,features",
        e.getMessage());
  }

  @Test
  void anotherFileNamedSoIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("a.parquet"), "path,status,error\n");
    assertFalse(ParquetPredictions.isTable(file));
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> PredictionReader.open(file));
    assertEquals(
        file + " is no Parquet file; expected one that classify has written", e.getMessage());
  }

  /** Damage where nobody reads does no harm. */
  @Test
  void onlyWhatIsAskedForIsRead() throws IOException {
    Columns all = Columns.NONE.with(EnumSet.allOf(ImageColumn.class)).embedding(true);
    Path table = table(lines(records(null, null), all));
    damage(table, "embedding.list.element");
    try (PredictionReader reader = PredictionReader.open(table, RecordExtent.DETAILS)) {
      reader.next();
      ItemResult.Predicted record = (ItemResult.Predicted) reader.next();
      assertEquals(DETAILS, record.details());
      assertEquals(TWO, record.predictions());
      assertNull(record.extras().embedding());
    }
    damage(table, "latitude");
    damage(table, "top1_label");
    try (PredictionReader reader = PredictionReader.open(table)) {
      reader.forEachRemaining(record -> assertEquals(ImageDetails.NONE, record.details()));
    }
    assertThrows(MalformedFileException.class, () -> read(table));
  }

  private static void damage(Path table, String column) throws IOException {
    ColumnChunkMetaData chunk;
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(table), LocalReadOptions.of(new Codecs()))) {
      chunk =
          reader.getFooter().getBlocks().get(0).getColumns().stream()
              .filter(found -> found.getPath().toDotString().equals(column))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(table);
    int start = Math.toIntExact(chunk.getStartingPos());
    Arrays.fill(bytes, start, start + Math.toIntExact(chunk.getTotalSize()), (byte) 0xFF);
    Files.write(table, bytes);
  }
}
