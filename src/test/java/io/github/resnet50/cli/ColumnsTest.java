package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.report.parquet.ParquetPredictions;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --columns} adds to records, and what becomes of it. */
@Timeout(120)
class ColumnsTest {
  private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_000L);

  @TempDir Path folder;
  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    images = TestImages.numbered(folder.resolve("images"), 4);
    TestImages.breakIt(images, 2);
    for (int i = 0; i < 4; i++) {
      Files.setLastModifiedTime(images.resolve("%03d.png".formatted(i)), TIME);
    }
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  private Result classify(Path input, String... rest) {
    return cli.run(
        List.of("classify", "-m", model, input.toString(), "-k", "1", "-b", "2", "-q"), rest);
  }

  private static List<String> ends(String csv, int columns) {
    List<String> ends = new ArrayList<>();
    for (String line : csv.lines().toList()) {
      String[] cells = line.split(",", -1);
      ends.add(String.join(",", List.of(cells).subList(cells.length - columns, cells.length)));
    }
    return ends;
  }

  @Test
  void recordsEndWithThemInOneOrderAlsoFailedOnes() throws IOException {
    Result result = classify(images, "--columns", "phash,format,SHA256,modified,bytes");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    List<String> ends = ends(result.out(), 5);
    assertEquals("bytes,modified,sha256,format,phash", ends.get(0));
    for (int i = 0; i < 4; i++) {
      Path file = images.resolve("%03d.png".formatted(i));
      String known =
          "%d,2020-09-13T12:26:40Z,%s,".formatted(Files.size(file), Sha256.of(file).hex());
      assertTrue(ends.get(i + 1).startsWith(known), ends.get(i + 1));
      assertEquals(i != 2, ends.get(i + 1).matches(".*,PNG,[0-9a-f]{16}"), ends.get(i + 1));
    }
  }

  @Test
  void entriesOfArchivesHaveThemToo() throws IOException {
    Path zip = folder.resolve("photos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("000.png").setLastModifiedTime(TIME));
      Files.copy(images.resolve("000.png"), out);
    }
    List<String> columns = List.of("--columns", "bytes,modified,sha256,format");
    assertEquals(
        ends(classify(images.resolve("000.png"), Cli.args(columns)).out(), 4),
        ends(classify(zip, Cli.args(columns)).out(), 4));
  }

  /** As zip programs write them: by this machine's clock, or in UTC in a field of its own. */
  @ParameterizedTest
  @CsvSource({"Pacific/Auckland,2020-07-01T00:00:00Z", "America/Lima,2020-07-01T17:00:00Z"})
  void timesInAZipAreThisMachinesWhereItSaysNoZone(String zone, String noon) throws IOException {
    Path zip = folder.resolve("photos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      ZipEntry local = new ZipEntry("000.png");
      local.setTimeLocal(LocalDateTime.of(2020, 7, 1, 12, 0));
      out.putNextEntry(local);
      Files.copy(images.resolve("000.png"), out);
      out.putNextEntry(new ZipEntry("001.png").setLastModifiedTime(TIME));
      Files.copy(images.resolve("001.png"), out);
    }
    TimeZone here = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      assertEquals(
          List.of("modified", noon, "2020-09-13T12:26:40Z"),
          ends(classify(zip, "--columns", "modified").out(), 1));
    } finally {
      TimeZone.setDefault(here);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "jsonl", "parquet"})
  void aRunWithOthersDoesNotGoOn(String format) throws IOException {
    String output = folder.resolve("out." + format).toString();
    classify(images, "-o", output, "--columns", "bytes,camera");
    for (String option : List.of("--resume", "--update")) {
      Result other = classify(images, "-o", output, option, "--columns", "camera");
      assertEquals(ExitCode.USAGE, other.exitCode());
      assertTrue(other.err().contains("columns was [bytes, camera], is now [camera]"), other.err());
      Result none = classify(images, "-o", output, option);
      assertEquals(ExitCode.USAGE, none.exitCode());
      assertTrue(none.err().contains("columns was [bytes, camera], is now"), none.err());
      Result same = classify(images, "-o", output, option, "--columns", "camera,bytes");
      assertEquals(ExitCode.SOME_FAILED, same.exitCode(), same.err());
    }
    Files.delete(Path.of(output + ".journal"));
    Result unknown = classify(images, "-o", output, "--resume", "--columns", "bytes");
    assertEquals(ExitCode.USAGE, unknown.exitCode(), unknown.err());
  }

  /** A record that is kept says what it said, of a file that is read no more. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void anUpdateKeepsThemAndOthersReadOverThem(String format) throws IOException {
    String output = folder.resolve("out." + format).toString();
    classify(images, "-o", output, "--columns", "modified,sha256,latitude");
    TestImages.plain(images.resolve("009.png"), 5, 5, Color.RED);
    Files.setLastModifiedTime(images.resolve("009.png"), TIME);
    classify(images, "-o", output, "--update", "--columns", "modified,sha256,latitude");
    String fresh = folder.resolve("fresh." + format).toString();
    classify(images, "-o", fresh, "--columns", "modified,sha256,latitude");
    Result same = cli.run(List.of("compare", output, fresh));
    assertEquals(ExitCode.SOME_FAILED, same.exitCode(), same.err());
    if (format.equals("csv")) {
      assertEquals(Files.readString(Path.of(fresh)), Files.readString(Path.of(output)));
    }
    String merged = folder.resolve("all." + format).toString();
    String[] shard = {"--columns", "modified", "--shard"};
    classify(images, Cli.args(List.of(shard), "1/2", "-o", merged + "1." + format));
    classify(images, Cli.args(List.of(shard), "2/2", "-o", merged + "2." + format));
    Result merge =
        cli.run(List.of("merge", merged, merged + "1." + format, merged + "2." + format));
    assertEquals(ExitCode.SOME_FAILED, merge.exitCode(), merge.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "parquet"})
  void anEmbeddingIsKeptAndUpdated(String format) throws IOException {
    String output = folder.resolve("out." + format).toString();
    assertEquals(ExitCode.SOME_FAILED, classify(images, "-o", output, "--embed").exitCode());
    Result without = classify(images, "-o", output, "--update");
    assertEquals(ExitCode.USAGE, without.exitCode());
    assertTrue(without.err().contains("embed was true, is now"), without.err());
    TestImages.plain(images.resolve("001a.png"), 5, 5, Color.RED);
    Files.setLastModifiedTime(images.resolve("001a.png"), TIME);
    assertEquals(
        ExitCode.SOME_FAILED, classify(images, "-o", output, "--embed", "--update").exitCode());
    String fresh = folder.resolve("fresh." + format).toString();
    classify(images, "-o", fresh, "--embed");
    assertEquals(records(fresh, format), records(output, format));
    assertEquals(5, records(output, format).stream().filter(r -> r.contains("path")).count());
    assertEquals(
        4, records(output, format).stream().filter(r -> r.contains("\"embedding\":[")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "parquet"})
  void embeddingsForNumPyAreARowARecord(String format) throws IOException {
    Path output = folder.resolve("out." + format);
    Path npy = folder.resolve("out.npy");
    List<String> options = List.of("-o", output.toString(), "--embeddings", npy.toString());
    TestImages.breakIt(images, 0); // before it is known how long a row is
    assertEquals(ExitCode.SOME_FAILED, classify(images, options.toArray(String[]::new)).exitCode());
    assertRows(output, format, npy, 4);
    byte[] first = Files.readAllBytes(npy);
    assertEquals(
        ExitCode.USAGE,
        classify(images, options.toArray(String[]::new)).exitCode(),
        "no overwrite");
    TestImages.plain(images.resolve("001a.png"), 5, 5, Color.RED);
    List<String> update = new ArrayList<>(options);
    update.add("--update");
    classify(images, update.toArray(String[]::new));
    assertRows(output, format, npy, 5);
    byte[] second = Files.readAllBytes(npy);
    for (String goesOn : List.of("--update", "--resume")) {
      for (boolean other : new boolean[] {false, true}) { // or another run's, made later
        if (other) {
          Files.write(npy, first);
        } else {
          Files.delete(npy);
        }
        update.set(update.size() - 1, goesOn);
        Result nothing = classify(images, update.toArray(String[]::new));
        assertEquals(ExitCode.SOME_FAILED, nothing.exitCode(), nothing.err());
        assertArrayEquals(second, Files.readAllBytes(npy));
      }
    }
    assertEquals(
        List.of(), Folders.names(folder).stream().filter(n -> n.endsWith(".rows")).toList());
  }

  private static void assertRows(Path output, String format, Path npy, int count)
      throws IOException {
    List<String> records =
        records(output.toString(), format).stream().filter(r -> r.contains("path")).toList();
    assertEquals(count, records.size());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    String header = StandardCharsets.US_ASCII.decode(bytes.slice(10, 118)).toString();
    String begin = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, ".formatted(count);
    assertTrue(header.startsWith(begin), header);
    int width = Integer.parseInt(header.substring(begin.length(), header.indexOf(')')));
    assertEquals(128 + Float.BYTES * width * count, bytes.capacity());
    bytes.position(128);
    for (String record : records) {
      String[] expected = Collections.nCopies(width, "NaN").toArray(String[]::new);
      int at = record.indexOf("\"embedding\":[");
      if (at >= 0) {
        expected = record.substring(at + 13, record.indexOf(']', at)).split(",");
      }
      for (String number : expected) {
        assertEquals(Float.parseFloat(number), bytes.getFloat(), record);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o out.csv --embeddings x.npy|--embeddings: CSV has no place",
        "-f jsonl --embeddings x.npy|it needs an --output that is a file",
        "-o out.jsonl --embeddings x.bin|must end in .npy",
        "-o out.jsonl --embeddings -|must end in .npy",
        "-o out.jsonl --embeddings nowhere/x.npy|its directory does not exist",
      })
  void embeddingsNeedRecordsThatHoldThem(String options, String message) {
    Result result = classify(images, options.split(" "));
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains(message), result.err());
  }

  private static List<String> records(String file, String format) throws IOException {
    if (!format.equals("parquet")) {
      return Files.readAllLines(Path.of(file));
    }
    try (InputStream in = ParquetPredictions.records(Path.of(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void csvHasNoPlaceForAnEmbedding() {
    Result result = classify(images, "--embed");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("write .parquet"), result.err());
  }

  @Test
  void onlyKnownOnes() {
    Result result = classify(images, "--columns", "bytes,altitude");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("but was 'altitude'"), result.err());
  }
}
