package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of runs that an engine gives up on, as users see it. */
@Timeout(60)
class ResumeTest {
  private static final int IMAGES = 20;

  @TempDir Path folder;
  private Cli cli;
  private Path images;
  private String model;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = TestImages.numbered(folder.resolve("images"), IMAGES);
    TestImages.breakIt(images, 4);
    model = ToyModel.unread(folder.resolve("model")).toString();
    target = folder.resolve("out.csv");
  }

  private Result classify(String... rest) {
    List<String> arguments = new ArrayList<>(List.of("classify", "-m", model, images.toString()));
    arguments.addAll(List.of("--threads", "1", "--decoders", "1")); // windows are done in order
    if (!List.of(rest).contains("-b")) {
      arguments.addAll(List.of("-b", "3"));
    }
    return cli.run(arguments, rest);
  }

  /** A run that ends at an image, since the engine is broken from there on. */
  private Result interrupted(int image, String... rest) {
    cli.on(new BreaksAt(image));
    Result result = classify(rest);
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode(), result.err());
    cli.on(new FakeEngine());
    return result;
  }

  private final class BreaksAt extends FakeEngine {
    private final int image;
    private boolean broken; // there is one thread

    BreaksAt(int image) {
      this.image = image;
    }

    @Override
    protected void beforeBatch(List<Integer> batch) throws InferenceException {
      if (broken || batch.contains(image)) {
        broken = true;
        awaitLines(1 + image / 3);
        throw new InferenceException("it fell off the bus", null);
      }
    }
  }

  /** Until the writer has caught up: a failure interrupts it. */
  private void awaitLines(int count) {
    Path journal = Path.of(target + ".partial.journal");
    try {
      while (!Files.exists(journal) || Files.readString(journal).lines().count() < count) {
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] uninterrupted(String format) throws IOException {
    Path whole = folder.resolve("whole." + format);
    Result result = classify("-o", whole.toString(), "--overwrite", "-q");
    assertTrue(Files.exists(whole), result.err());
    return Files.readAllBytes(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "jsonl", "parquet"})
  void aBrokenEngineIs1AndResumeGoesOnToTheSameBytes(String format) throws IOException {
    byte[] whole = uninterrupted(format);
    target = folder.resolve("out." + format);
    Result first = interrupted(13, "-o", target.toString(), "-q");
    assertEquals(
        "resnet50: the engine failed on a batch: it fell off the bus; the records so far are in "
            + target
            + ".partial, and --resume goes on from them\n",
        first.err());
    FakeEngine engine = new FakeEngine();
    cli.on(engine);
    Result second = classify("-o", target.toString(), "--resume");
    assertEquals(ExitCode.SOME_FAILED, second.exitCode(), second.err());
    assertArrayEquals(whole, Files.readAllBytes(target));
    assertEquals(2 + 2, engine.batches().size(), "12 images were done, the last batch in parts");
    assertTrue(second.err().contains("19 ok, 1 failed"), second.err());
    assertTrue(second.err().contains("Done before: 12 of them"), second.err());
  }

  /** Between its last steps: the table is there under another name, and maybe its records too. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTableThatWasCompleteWhenTheProcessDiedIsTheOutput(boolean hasRecords) throws IOException {
    target = folder.resolve("out.parquet");
    classify("-o", target.toString());
    byte[] whole = Files.readAllBytes(target);
    Files.move(target, Path.of(target + ".packed"));
    Files.move(Path.of(target + ".journal"), Path.of(target + ".partial.journal"));
    if (hasRecords) {
      Files.writeString(Path.of(target + ".partial"), "{}\n");
    }
    FakeEngine engine = new FakeEngine();
    cli.on(engine);
    Result again = classify("-o", target.toString(), "--resume");
    assertEquals(
        "resnet50: " + target + " is complete: 19 ok, 1 failed; nothing to do\n", again.err());
    assertEquals(List.of(), engine.batches());
    assertArrayEquals(whole, Files.readAllBytes(target));
    assertEquals(
        List.of("home", "images", "model", "out.parquet", "out.parquet.journal"),
        Folders.names(folder));
  }

  @Test
  void aTableNeedsAFile() {
    Result result = classify("-f", "parquet");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("", result.out());
    assertEquals(
        "resnet50: --output -: Parquet is written as a whole, to a file; for a stream choose csv or"
            + " jsonl\n",
        result.err());
  }

  @Test
  void whatIsCompleteIsLeftAloneAndExitsByItsContent() throws IOException {
    classify("-o", target.toString());
    byte[] before = Files.readAllBytes(target);
    FakeEngine engine = new FakeEngine();
    cli.on(engine);
    Result again = classify("-o", target.toString(), "--resume");
    assertEquals(ExitCode.SOME_FAILED, again.exitCode());
    assertEquals(
        "resnet50: " + target + " is complete: 19 ok, 1 failed; nothing to do\n", again.err());
    assertEquals(List.of(), engine.batches());
    assertArrayEquals(before, Files.readAllBytes(target));
    TestImages.plain(images.resolve("004.png"), 9, 7, new Color(4, 100, 50));
    classify("-o", target.toString(), "--overwrite");
    assertEquals(ExitCode.OK, classify("-o", target.toString(), "--resume").exitCode());
    assertEquals(ExitCode.OK, classify("-o", target.toString(), "--retry-failed").exitCode());
  }

  @Test
  void aCronJobMayAlwaysResume() throws IOException {
    Result first = classify("-o", target.toString(), "--resume");
    assertEquals(ExitCode.SOME_FAILED, first.exitCode(), first.err());
    assertArrayEquals(uninterrupted("csv"), Files.readAllBytes(target));
  }

  @Test
  void failuresAreTriedAgainInTheirBatches() throws IOException {
    classify("-o", target.toString());
    TestImages.plain(images.resolve("004.png"), 9, 7, new Color(4, 100, 50));
    FakeEngine engine = new FakeEngine();
    cli.on(engine);
    Result retry = classify("-o", target.toString(), "--retry-failed");
    assertEquals(ExitCode.OK, retry.exitCode(), retry.err());
    assertEquals(List.of(List.of(3, 4, 5)), engine.batches());
    assertArrayEquals(uninterrupted("csv"), Files.readAllBytes(target));
  }

  @Test
  void retryingWithoutAJournalIs2() throws IOException {
    classify("-o", target.toString());
    Files.delete(folder.resolve("out.csv.journal"));
    Result retry = classify("-o", target.toString(), "--retry-failed");
    assertEquals(ExitCode.USAGE, retry.exitCode(), retry.err());
    assertTrue(retry.err().contains("out.csv.journal is missing"), retry.err());
    assertTrue(Files.exists(target));
  }

  @Test
  void theBatchSizeIsTakenFromTheJournalWhereItIsAuto() throws IOException {
    byte[] whole = uninterrupted("csv");
    interrupted(13, "-o", target.toString());
    Result resumed =
        cli.run("classify", "-m", model, images.toString(), "-o", target.toString(), "--resume");
    assertEquals(ExitCode.SOME_FAILED, resumed.exitCode(), resumed.err());
    assertArrayEquals(whole, Files.readAllBytes(target));
  }

  @Test
  void anotherModelBatchSizeOrTopKIs2AndNamed() throws IOException {
    interrupted(13, "-o", target.toString());
    byte[] partial = Files.readAllBytes(folder.resolve("out.csv.partial"));
    assertRefused("top_k was 5, is now 2", "-k", "2");
    assertRefused("batch_size was 3, is now 4", "-b", "4");
    assertRefused("shard was 1/1, is now 1/2", "--shard", "1/2");
    Files.writeString(
        Path.of(model, "serving.properties"),
        "width=8\nheight=8\nresize=true\ntoTensor=false\nchannelOrder=BGR\n");
    assertRefused("channelOrder=RGB");
    Files.writeString(Path.of(model, "saved_model.pb"), "another");
    assertRefused("model was ");
    assertArrayEquals(partial, Files.readAllBytes(folder.resolve("out.csv.partial")));
  }

  @Test
  void otherInputsAre2AndNamed() throws IOException {
    interrupted(13, "-o", target.toString());
    TestImages.plain(images.resolve("003a.png"), 9, 7, Color.RED);
    assertRefused("records 4 to 6 are of other paths than the walk now gives (from " + images);
    Files.delete(images.resolve("003a.png"));
    Result resumed = classify("-o", target.toString(), "--resume");
    assertEquals(ExitCode.SOME_FAILED, resumed.exitCode(), resumed.err());
    assertArrayEquals(uninterrupted("csv"), Files.readAllBytes(target));
  }

  private void assertRefused(String words, String... rest) {
    Result result = classify(Cli.args(List.of("-o", target.toString(), "--resume"), rest));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(words), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void aFileThatChangedIsDoneAgain() throws IOException {
    interrupted(13, "-o", target.toString());
    TestImages.plain(images.resolve("007.png"), 5, 5, Color.BLUE);
    Files.setLastModifiedTime(images.resolve("007.png"), FileTime.fromMillis(1));
    FakeEngine engine = new FakeEngine();
    cli.on(engine);
    classify("-o", target.toString(), "--resume");
    assertEquals(3 + 2, engine.batches().size(), engine.batches().toString());
    assertArrayEquals(uninterrupted("csv"), Files.readAllBytes(target));
    CSVRecord changed = Rows.of(Files.readString(target)).get(7);
    assertEquals("blue", changed.get("top1_label"));
  }

  @Test
  void theTimingReportIsOfThisPartAndTellsOfTheOther() throws IOException {
    Path timings = Files.writeString(folder.resolve("t.json"), "{}");
    interrupted(13, "-o", target.toString());
    Result resumed = classify("-o", target.toString(), "--resume", "--timings", timings.toString());
    assertEquals(ExitCode.SOME_FAILED, resumed.exitCode(), resumed.err());
    JsonObject report = Json.object(timings);
    assertEquals(12, report.getAsJsonObject("config").get("resumed_records").getAsInt());
    JsonObject counts = report.getAsJsonObject("images");
    assertEquals(20, counts.get("found").getAsInt());
    assertEquals(19, counts.get("ok").getAsInt());
    assertEquals(1, counts.get("failed").getAsInt());
    assertEquals(2 + 2, report.getAsJsonObject("batches").get("count").getAsInt());
  }

  @Test
  void allDoneButForTheEndNeedsNoEngine() throws IOException {
    target = folder.resolve("out.json");
    byte[] whole = uninterrupted("json");
    Result first = interrupted(19, "-o", target.toString());
    assertTrue(first.err().contains("--resume"), first.err());
    classify("-o", target.toString(), "--resume", "--timings", folder + "/t.json");
    assertArrayEquals(whole, Files.readAllBytes(target));
    // As if it had died between the last record and the move:
    Files.move(target, folder.resolve("out.json.partial"));
    Files.move(folder.resolve("out.json.journal"), folder.resolve("out.json.partial.journal"));
    FakeEngine engine = new FakeEngine();
    cli.on(engine);
    Result last = classify("-o", target.toString(), "--resume", "--timings", folder + "/t2.json");
    assertEquals(ExitCode.SOME_FAILED, last.exitCode(), last.err());
    assertArrayEquals(whole, Files.readAllBytes(target));
    assertEquals(List.of(), engine.batches());
  }

  @Test
  void failuresOfTheFirstPartDoNotStopTheSecond() throws IOException {
    Result first = classify("-o", target.toString(), "--fail-fast");
    assertEquals(ExitCode.SOME_FAILED, first.exitCode());
    assertTrue(first.err().contains("--resume goes on"), first.err());
    Result second = classify("-o", target.toString(), "--fail-fast", "--resume");
    assertTrue(Files.exists(target), second.err());
    assertArrayEquals(uninterrupted("csv"), Files.readAllBytes(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--resume", "--retry-failed"})
  void standardOutputCannotBeGoneOnWith(String option) {
    Result result = classify(option);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains(option + " needs an --output"), result.err());
  }

  @Test
  void anInterruptedRunIsKeptFromOneThatStartsAnew() {
    interrupted(13, "-o", target.toString());
    Result anew = classify("-o", target.toString());
    assertEquals(ExitCode.USAGE, anew.exitCode());
    assertTrue(anew.err().contains("--resume"), anew.err());
  }

  @Test
  void anOutputThatVanishesIs1AndNothingIsSaidToBeKept() {
    cli.on(
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) {
            if (batch.contains(19)) {
              awaitLines(6);
              try {
                Files.delete(Path.of(target + ".partial"));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }
          }
        });
    Result result = classify("-o", target.toString(), "-q");
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode(), result.err());
    assertTrue(result.err().contains("vanished"), result.err());
    assertFalse(result.err().contains("--resume"), result.err());
  }
}
