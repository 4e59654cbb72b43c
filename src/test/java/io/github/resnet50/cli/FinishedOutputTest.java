package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --resume} makes of an output that is finished. */
@Timeout(60)
class FinishedOutputTest {
  private static final int IMAGES = 20;

  @TempDir Path folder;
  private Cli cli;
  private FakeEngine engine;
  private Path images;
  private String model;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = TestImages.numbered(folder.resolve("images"), IMAGES);
    model = ToyModel.unread(folder.resolve("model")).toString();
    target = folder.resolve("out.csv");
    newEngine();
  }

  private void newEngine() {
    engine = new FakeEngine();
    cli.on(engine);
  }

  private Result run(String input, String... rest) {
    List<String> arguments = new ArrayList<>(List.of("classify", "-m", model));
    arguments.addAll(List.of(input, "--threads", "1", "--decoders", "1"));
    if (!List.of(rest).contains("-b")) {
      arguments.addAll(List.of("-b", "3"));
    }
    newEngine();
    return cli.run(arguments, rest);
  }

  private Result classify(String... rest) {
    return run(images.toString(), Cli.args(List.of("-o", target.toString()), rest));
  }

  private Result finish() {
    Result result = classify();
    assertTrue(Files.exists(target), result.err());
    return result;
  }

  private byte[] anew() throws IOException {
    Path whole = folder.resolve("whole." + target.toString().replaceAll(".*\\.", ""));
    Result result = run(images.toString(), "-o", whole.toString(), "--overwrite", "-q");
    assertTrue(Files.exists(whole), result.err());
    return Files.readAllBytes(whole);
  }

  private void change(int image) throws IOException {
    Path file = images.resolve("%03d.png".formatted(image));
    TestImages.plain(file, 5, 5, Color.BLUE);
    Files.setLastModifiedTime(file, FileTime.fromMillis(image));
  }

  private void assertResumesToTheBytesOfAFreshRun(String note, int batches) throws IOException {
    Result result = classify("--resume");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(
        result.err().startsWith("resnet50: " + target + ": " + note + " since it was finished\n"),
        result.err());
    assertEquals(batches, engine.batches().size(), engine.batches().toString());
    byte[] resumed = Files.readAllBytes(target);
    assertArrayEquals(anew(), resumed);
    assertComplete(IMAGES == 0 ? "" : "nothing to do\n");
  }

  private void assertComplete(String words) throws IOException {
    byte[] before = Files.readAllBytes(target);
    Result again = classify("--resume");
    assertEquals(ExitCode.OK, again.exitCode(), again.err());
    assertTrue(again.err().contains(words), again.err());
    assertEquals(List.of(), engine.batches());
    assertArrayEquals(before, Files.readAllBytes(target));
  }

  private void assertRefused(String words, String... rest) throws IOException {
    assertRefused(words, classify(Cli.args(List.of("--resume"), rest)));
  }

  private void assertRefused(String words, Result result) {
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(words), result.err());
    assertEquals(1, result.errLines().size(), result.err());
    assertEquals(List.of(), engine.batches());
    assertFalse(Files.exists(folder.resolve("out.csv.partial")));
    assertFalse(Files.exists(folder.resolve("out.csv.earlier")));
  }

  @Test
  void nothingNewIsNothingToDo() throws IOException {
    finish();
    Result again = classify("--resume");
    assertEquals(
        "resnet50: " + target + " is complete: 20 ok, 0 failed; nothing to do\n", again.err());
    assertEquals(ExitCode.OK, again.exitCode());
    assertEquals(List.of(), engine.batches());
    Result auto = classify("--resume", "-b", "auto");
    assertEquals(ExitCode.OK, auto.exitCode(), auto.err());
    assertEquals("", classify("--resume", "-q").err());
  }

  @ParameterizedTest
  @CsvSource({"csv", "json", "jsonl", "parquet"})
  void newImagesAreDone(String format) throws IOException {
    target = folder.resolve("out." + format);
    finish();
    TestImages.plain(images.resolve("999.png"), 9, 7, Color.RED);
    assertResumesToTheBytesOfAFreshRun("1 new", 3);
    TestImages.plain(images.resolve("010a.png"), 9, 7, Color.RED);
    TestImages.plain(images.resolve("010b.png"), 9, 7, Color.RED);
    assertResumesToTheBytesOfAFreshRun("2 new", 4 + 2);
    TestImages.plain(images.resolve("000"), 9, 7, Color.RED);
    Files.move(images.resolve("000"), images.resolve("00.png"));
    assertResumesToTheBytesOfAFreshRun("1 new", 7 + 3);
  }

  @ParameterizedTest
  @CsvSource({"csv", "json", "jsonl", "parquet"})
  void changedImagesAreDoneAgainInTheirBatches(String format) throws IOException {
    target = folder.resolve("out." + format);
    finish();
    change(4);
    change(5);
    change(16);
    assertResumesToTheBytesOfAFreshRun("3 changed", 2);
    change(1);
    change(19);
    TestImages.plain(images.resolve("011a.png"), 9, 7, Color.RED);
    TestImages.plain(images.resolve("999.png"), 9, 7, Color.RED);
    assertResumesToTheBytesOfAFreshRun("2 new, 2 changed", 5);
  }

  @Test
  void whatIsGoneIsRefusedAndNothingTouched() throws IOException {
    finish();
    byte[] before = Files.readAllBytes(target);
    Files.delete(images.resolve("007.png"));
    Files.delete(images.resolve("013.png"));
    TestImages.plain(images.resolve("999.png"), 9, 7, Color.RED);
    assertRefused("2 of the 20 paths in it are gone, the first " + images + "/007.png");
    Path away = folder.resolve("unmounted");
    Files.move(images, away);
    assertRefused("20 of the 20 paths in it are gone, the first " + images + "/000.png");
    Files.createDirectory(images);
    assertRefused("20 of the 20 paths in it are gone");
    assertArrayEquals(before, Files.readAllBytes(target));
    Files.delete(images);
    Files.move(away, images);
    assertRefused("--update");
    assertEquals(ExitCode.OK, classify("--resume", "--overwrite").exitCode());
    assertEquals(18 + 1 + 1, Files.readAllLines(target).size());
  }

  @Test
  void anotherQuestionIsRefusedByName() throws IOException {
    finish();
    byte[] before = Files.readAllBytes(target);
    assertRefused("top_k was 5, is now 2", "-k", "2");
    assertRefused("batch_size was 3, is now 4", "-b", "4");
    assertRefused("shard was 1/1, is now 1/2", "--shard", "1/2");
    assertRefused("certainty was ", "--scores");
    assertRefused("include was ", "--include", "*.jpg");
    assertRefused("max_pixels was ", "--max-pixels", "1000");
    Files.writeString(Path.of(model, "saved_model.pb"), "another");
    assertRefused("model was ");
    assertArrayEquals(before, Files.readAllBytes(target));
  }

  @Test
  void moreRootsAreNewImages() throws IOException {
    finish();
    Path more = TestImages.numbered(folder.resolve("more"), 4);
    Result result = run(images.toString(), more.toString(), "-o", target.toString(), "--resume");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.err().contains("4 new since"), result.err());
    assertEquals(1 + 3, engine.batches().size());
    Result other = run(more.toString(), "-o", target.toString(), "--resume");
    assertRefused("20 of the 24 paths in it are gone", other);
  }

  private String list(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> images.resolve("%03d.png".formatted(i)) + "\n")
        .collect(Collectors.joining());
  }

  private Result fromStandardInput(String list) {
    newEngine();
    return cli.input(list)
        .run(
            List.of("classify", "-m", model, "-b", "3", "--threads", "1", "-o", target.toString()),
            "--files-from",
            "-",
            "--resume");
  }

  @Test
  void aListOnStandardInputIsComparedToo() throws IOException {
    fromStandardInput(list(0, 10));
    assertEquals(11, Files.readAllLines(target).size());
    assertTrue(fromStandardInput(list(0, 10)).err().contains("nothing to do"));
    Result more = fromStandardInput(list(0, 20));
    assertTrue(more.err().contains("10 new since it was finished"), more.err());
    assertEquals(3 + 2, engine.batches().size());
    assertArrayEquals(anew(), Files.readAllBytes(target));
    assertRefused("5 of the 20 paths in it are gone", fromStandardInput(list(5, 20)));
    Result order = fromStandardInput(list(10, 20) + list(0, 10));
    assertTrue(order.err().contains("in another order since it was finished"), order.err());
    assertEquals(6 + 2, engine.batches().size());
  }

  @Test
  void aFullBatchThatIsTheLastNoMoreIsDoneAgainAsAWhole() throws IOException {
    fromStandardInput(list(0, 9));
    assertTrue(engine.batches().contains(List.of(8)), "in parts");
    fromStandardInput(list(0, 20));
    assertTrue(engine.batches().contains(List.of(6, 7, 8)), "not any more");
    assertEquals(4 + 2, engine.batches().size());
    assertArrayEquals(anew(), Files.readAllBytes(target));
  }

  @Test
  void aJournalOfAnOlderVersionStillTells() throws IOException {
    finish();
    Path journal = folder.resolve("out.csv.journal");
    List<String> lines = Files.readAllLines(journal);
    List<String> older = new ArrayList<>(List.of(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      String text = line.substring(0, line.lastIndexOf(' ', line.lastIndexOf(' ') - 1));
      java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
      crc.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      older.add(text + " " + "%08x".formatted(crc.getValue()));
    }
    Files.write(journal, older);
    assertComplete("nothing to do");
    change(4);
    assertResumesToTheBytesOfAFreshRun("1 changed", 1);
  }

  @Test
  void withoutAJournalTheRecordsHaveToBeThoseOfTheWalk() throws IOException {
    finish();
    Files.delete(folder.resolve("out.csv.journal"));
    assertComplete("nothing to do (without its journal nothing is known of model, settings");
    assertRefused("its columns are not those", "-k", "2");
    assertRefused("its columns are not those", "--scores");
    TestImages.plain(images.resolve("999.png"), 9, 7, Color.RED);
    assertRefused("it has no record of " + images.resolve("999.png"));
    Files.delete(images.resolve("999.png"));
    Files.delete(images.resolve("019.png"));
    assertRefused("it has more records than there are images now");
    Files.delete(images.resolve("003.png"));
    assertRefused("its record 4 is of " + images.resolve("003.png") + ", not of ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "parquet"})
  void withoutAJournalJsonIsLookedAtToo(String format) throws IOException {
    target = folder.resolve("out." + format);
    finish();
    Files.delete(folder.resolve("out." + format + ".journal"));
    assertComplete("nothing to do (without its journal");
    assertRefused("its columns are not those", "-k", "2");
    assertRefused("its columns are not those", "--scores");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path,status,error\n",
        "path,status,error,width,height\na.jpg,ok,,3,4\n",
        "path,status,note\na.jpg,fine,hello\n",
        "name,age\nbob,3\n",
        "some notes of mine\n",
        "path,status,error,width,height,top1_index"
      })
  void aForeignFileIsNoOutput(String content) throws IOException {
    Files.writeString(target, content);
    Result result = classify("--resume");
    assertRefused(
        "nothing tells what " + target + " was made of (no out.csv.journal), and", result);
    assertEquals(content, Files.readString(target));
  }

  @ParameterizedTest
  @CsvSource({"csv", "json", "jsonl", "parquet"})
  void anOutputWithoutRecordsIsNeverComplete(String format) throws IOException {
    target = folder.resolve("out." + format);
    byte[] whole = anew();
    Files.createFile(target);
    assertEquals(ExitCode.OK, classify("--resume").exitCode());
    assertArrayEquals(whole, Files.readAllBytes(target));
    Files.delete(Path.of(target + ".journal"));
    Files.writeString(target, format.equals("json") ? "[\n]\n" : "");
    assertEquals(ExitCode.OK, classify("--retry-failed").exitCode());
    assertArrayEquals(whole, Files.readAllBytes(target));
  }

  @Test
  void whatWasEditedIsNotTakenForWhatItsJournalSays() throws IOException {
    finish();
    Files.writeString(target, Files.readString(target).replace("017.png", "018.png"));
    assertRefused("is not as its journal says; was it edited?");
    assertRefused("is not as its journal says; was it edited?", "--retry-failed");
  }

  @Test
  void aFolderThatIsNotThereYetFinishesNothing() throws IOException {
    Path later = folder.resolve("later");
    for (String option : List.of("-q", "-v", "--fail-fast")) {
      Result result =
          run(
              later.toString(),
              "-o",
              target.toString(),
              "--resume",
              option,
              "--html",
              folder + "/p.html");
      assertEquals(ExitCode.NO_IMAGE, result.exitCode());
      assertTrue(
          result
              .err()
              .endsWith("resnet50: " + later + ": no such file or directory; nothing is written\n"),
          result.err());
      assertEquals(
          List.of(),
          Folders.names(folder).stream().filter(n -> n.matches("(out|p)\\..*")).toList());
    }
    Files.move(images, later);
    Result next = run(later.toString(), "-o", target.toString(), "--resume", "-q");
    assertEquals(ExitCode.OK, next.exitCode(), next.err());
    assertEquals(21, Files.readAllLines(target).size());
    Result twice = run("nope", "never", "-o", folder.resolve("x.csv").toString());
    assertEquals(ExitCode.NO_IMAGE, twice.exitCode());
    assertEquals(
        "resnet50: none of 2 paths exists, from nope on; nothing is written\n", twice.err());
    Result shown = run("nope");
    assertEquals(ExitCode.SOME_FAILED, shown.exitCode());
    assertTrue(shown.out().contains("nope,failed,NotFound"), shown.out());
  }

  @Test
  void aFolderThatWasNotThereIsDoneWhenItIs() throws IOException {
    Path later = folder.resolve("later");
    Result first = run(images.toString(), later.toString(), "-o", target.toString(), "--resume");
    assertEquals(ExitCode.SOME_FAILED, first.exitCode(), first.err());
    Result same = run(images.toString(), later.toString(), "-o", target.toString(), "--resume");
    assertTrue(same.err().contains("20 ok, 1 failed; nothing to do"), same.err());
    TestImages.numbered(later, 5);
    Result next = run(images.toString(), later.toString(), "-o", target.toString(), "--resume");
    assertEquals(ExitCode.OK, next.exitCode(), next.err());
    assertTrue(next.err().contains("5 new, 1 changed since it was finished"), next.err());
    assertEquals(26, Files.readAllLines(target).size());
  }

  @Test
  void anUpdateThatDiesGoesOnAndUntilThenTheOldFileIsThere() throws IOException {
    finish();
    byte[] old = Files.readAllBytes(target);
    for (int i = 0; i < 6; i++) {
      TestImages.plain(images.resolve("9%02d.png".formatted(i)), 9, 7, Color.RED);
    }
    cli.on(new BreaksAt(1));
    Result first = cli.run(arguments("--resume"));
    assertEquals(ExitCode.INTERNAL_ERROR, first.exitCode(), first.err());
    assertFalse(first.err().contains("records so far"), first.err());
    assertFalse(Files.exists(folder.resolve("out.csv.partial")), "nothing of it is new");
    assertArrayEquals(old, Files.readAllBytes(target));
    cli.on(new BreaksAt(2));
    Result second = cli.run(arguments("--resume"));
    assertTrue(second.err().contains("--resume goes on from them"), second.err());
    assertArrayEquals(old, Files.readAllBytes(target));
    Result last = classify("--resume");
    assertEquals(ExitCode.OK, last.exitCode(), last.err());
    assertEquals(1 + 2, engine.batches().size());
    assertArrayEquals(anew(), Files.readAllBytes(target));
  }

  private List<String> arguments(String option) {
    return List.of(
        "classify",
        "-m",
        model,
        images.toString(),
        "--threads",
        "1",
        "--decoders",
        "1", // batches then come in their order
        "-b",
        "3",
        "-o",
        target.toString(),
        option);
  }

  private void awaitABatchBehindTheKeptOnes() {
    Path journal = folder.resolve("out.csv.partial.journal");
    int lines = 1 + IMAGES / 3 + 1; // the header, whole batches that are kept, a new one
    try {
      while (!Files.exists(journal) || Files.readString(journal).lines().count() < lines) {
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** At the n-th batch that it is given. */
  private final class BreaksAt extends FakeEngine {
    private final int last;
    private int batches;

    BreaksAt(int last) {
      this.last = last;
    }

    @Override
    protected void beforeBatch(List<Integer> batch) throws InferenceException {
      if (++batches >= last) {
        if (last > 1) {
          awaitABatchBehindTheKeptOnes();
        }
        throw new InferenceException("it fell off the bus", null);
      }
    }
  }

  @Test
  void whatIsNotMadeOfACompleteOutputIsTold() throws IOException {
    finish();
    String page = folder.resolve("page.html").toString();
    Result result = classify("--resume", "--html", page, "-q");
    assertEquals(ExitCode.OK, result.exitCode());
    assertEquals(
        "resnet50: "
            + target
            + " is complete: 20 ok, 0 failed; nothing to do; "
            + page
            + " is not made, since nothing is classified: --overwrite does\n",
        result.err());
    Files.createFile(Path.of(page));
    assertEquals("", classify("--resume", "--html", page, "-q").err(), "it is an earlier run's");
    TestImages.plain(images.resolve("999.png"), 9, 7, Color.RED);
    Result more = classify("--resume", "--html", page, "-q");
    assertEquals(ExitCode.OK, more.exitCode(), more.err());
    assertTrue(Files.readString(Path.of(page)).contains("999.png"));
  }

  @Test
  void aShareIsComparedWithItsShare() throws IOException {
    classify("--shard", "2/2");
    assertTrue(classify("--resume", "--shard", "2/2").err().contains("nothing to do"));
    TestImages.plain(images.resolve("999.png"), 9, 7, Color.RED);
    TestImages.plain(images.resolve("9990.png"), 9, 7, Color.RED);
    Result more = classify("--resume", "--shard", "2/2");
    assertTrue(more.err().contains("1 new since it was finished"), more.err());
  }

  @Test
  void anOutputThatWasMovedAlongWithItsJournalGoesOn() throws IOException {
    finish();
    Files.move(target, folder.resolve("b.csv"));
    Files.move(
        folder.resolve("out.csv.journal"),
        folder.resolve("b.csv.journal"),
        StandardCopyOption.REPLACE_EXISTING);
    target = folder.resolve("b.csv");
    assertComplete("nothing to do\n");
  }
}
