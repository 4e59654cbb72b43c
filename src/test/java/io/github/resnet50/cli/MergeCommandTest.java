package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.report.parquet.ParquetPredictions;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MergeCommandTest {
  @TempDir Path folder;
  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = TestImages.numbered(folder.resolve("images/z"), 11).getParent();
    TestImages.breakIt(images.resolve("z"), 4);
    TestImages.plain(images.resolve("first, \"odd\"\nname.png"), 3, 3, Color.RED);
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  /** Two roots in an order that is not sorted, the second one inside the first. */
  private Result classify(String output, String... rest) {
    List<String> fixed = List.of("classify", "-q", "-m", model, "-b", "2", "-o", at(output));
    return cli.run(
        fixed, Cli.args(List.of(images.resolve("z").toString(), images.toString()), rest));
  }

  private List<String> parts(String format, int count) {
    List<String> parts = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      parts.add("p" + number + "." + format);
      classify(parts.get(number - 1), "--shard", number + "/" + count);
    }
    return parts;
  }

  private Result merge(String out, List<String> parts) {
    return cli.run(List.of("merge", at(out)), parts.stream().map(this::at).toArray(String[]::new));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void theJournalOfWhatItReplacesGoesToo() throws IOException {
    classify("out.csv");
    assertTrue(Files.exists(folder.resolve("out.csv.journal")));
    List<String> parts = parts("csv", 2).stream().map(this::at).toList();
    Result result =
        cli.run(List.of("merge", "--overwrite", at("out.csv")), parts.toArray(String[]::new));
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertFalse(Files.exists(folder.resolve("out.csv.journal")), "it is of another file");
    Files.writeString(folder.resolve("out.csv.journal"), "of something else\n");
    cli.run(List.of("merge", "--overwrite", at("out.csv")), parts.toArray(String[]::new));
    assertTrue(Files.exists(folder.resolve("out.csv.journal")), "not ours");
  }

  @Test
  void whatAnInterruptedMergeHasLeftNobodyGoesOnWith() throws IOException {
    List<String> parts = parts("csv", 2);
    Files.writeString(folder.resolve("out.csv.partial"), "path,st");
    Result result = merge("out.csv", parts);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("has left; start anew with --overwrite"), result.err());
    assertFalse(result.err().contains("--resume"), "merge has no such option");
  }

  @ParameterizedTest
  @CsvSource({"csv,3", "json,2", "jsonl,5", "json,1", "csv,30", "parquet,3"})
  void givesTheBytesOfTheWholeInWhateverOrderThePartsAre(String format, int count)
      throws IOException {
    assertEquals(ExitCode.SOME_FAILED, classify("whole." + format).exitCode());
    List<String> parts = new ArrayList<>(parts(format, count));
    parts.removeIf(part -> !Files.exists(folder.resolve(part))); // shares without an image
    Collections.reverse(parts);
    if (count == 1) {
      assertTrue(Files.exists(folder.resolve("p1.json.journal")), "kept for its failures");
    }
    Result result = merge("out." + format, parts);
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertArrayEquals(records("whole." + format), records("out." + format));
    assertTrue(result.err().contains("Merged 23 records of"), result.err());
  }

  /** Of a table its rows: it says besides of which share it is. */
  private byte[] records(String file) throws IOException {
    try (InputStream records = ParquetPredictions.records(folder.resolve(file))) {
      return records.readAllBytes();
    }
  }

  @Test
  void aTableNeedsAFile() throws IOException {
    Result result = merge("/dev/stdout", parts("parquet", 2));
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals(
        "resnet50: OUT /dev/stdout: Parquet is written as a whole, to a file; for a stream choose"
            + " csv or jsonl\n",
        result.err());
    assertEquals("", result.out());
  }

  @Test
  void aMissingPartIsNamed() {
    List<String> parts = parts("csv", 3);
    assertRefused("share 2/3 is missing", List.of(parts.get(0), parts.get(2)));
    assertRefused("share 3/3 is missing", parts.subList(0, 2));
    assertRefused("share 1/3 is missing", parts.subList(1, 3));
  }

  @Test
  void aPartThatIsThereTwiceIsNamed() throws IOException {
    List<String> parts = parts("csv", 2);
    Files.copy(folder.resolve("p2.csv"), folder.resolve("copy.csv"));
    Files.copy(folder.resolve("p2.csv.journal"), folder.resolve("copy.csv.journal"));
    assertRefused("are both share 2/2", List.of(parts.get(0), parts.get(1), "copy.csv"));
  }

  @Test
  void partsThatDoNotBelongTogetherAreRefused() {
    parts("csv", 2);
    classify("k2.csv", "--shard", "2/2", "-k", "2");
    assertRefused("top_k is 5, and in the second 2", List.of("p1.csv", "k2.csv"));
    classify("p2.json", "--shard", "2/2");
    assertRefused("format is csv, and in the second json", List.of("p1.csv", "p2.json"));
    classify("of3.csv", "--shard", "2/3");
    assertRefused("one of 2 shares and one of 3", List.of("p1.csv", "of3.csv"));
  }

  @Test
  void partsOfDifferentWalksAreRefused() throws IOException {
    classify("p1.csv", "--shard", "1/2");
    for (int i = 0; i < 3; i++) {
      Files.delete(images.resolve("z/00" + i + ".png"));
    }
    classify("p2.csv", "--shard", "2/2");
    assertRefused("not of one walk", List.of("p1.csv", "p2.csv"));
  }

  @Test
  void aPartThatWasCutOrEditedIsRefused() throws IOException {
    List<String> parts = parts("csv", 2);
    Path part = folder.resolve("p2.csv");
    byte[] bytes = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused("p2.csv is not as its journal says", parts);
    Files.writeString(part, new String(bytes, StandardCharsets.UTF_8) + "x\n");
    assertRefused("p2.csv is not as its journal says", parts);
    Files.delete(folder.resolve("p2.csv.journal"));
    assertRefused("p2.csv.journal is missing", parts);
    Files.delete(part);
    assertRefused("p2.csv: no such file", parts);
  }

  @Test
  void theOutputIsNoneOfThePartsAndNotReplaced() throws IOException {
    List<String> parts = parts("csv", 2);
    Result over = merge("p1.csv", parts);
    assertEquals(ExitCode.USAGE, over.exitCode());
    assertTrue(over.err().contains("one of the parts"), over.err());
    Files.writeString(folder.resolve("out.csv"), "precious");
    assertEquals(ExitCode.USAGE, merge("out.csv", parts).exitCode());
    assertEquals("precious", Files.readString(folder.resolve("out.csv")));
    assertEquals(ExitCode.USAGE, merge("out.json", parts).exitCode());
  }

  private void assertRefused(String words, List<String> parts) {
    Result result = merge("out.csv", parts);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(words), result.err());
    assertFalse(Files.exists(folder.resolve("out.csv")));
  }
}
