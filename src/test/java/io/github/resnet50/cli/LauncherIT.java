package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.Launcher.Running;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line as users call it, on the real engine with the built-in random model. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() {
    launcher = new Launcher(folder);
  }

  @Test
  void worksFromAnyDirectoryThroughALinkWithOddNamesAndHandsBack0() throws Exception {
    Path links = Files.createDirectory(folder.resolve("a b"));
    Path link = Files.createSymbolicLink(links.resolve("my resnet50"), script());
    Path again = Files.createSymbolicLink(folder.resolve("again"), Path.of("a b/my resnet50"));
    assertTrue(Files.isSymbolicLink(link));
    String name = "odd *'\" $HOME\nname \u00e4.png";
    TestImages.plain(folder.resolve(name), 40, 30, Color.ORANGE);
    Result result =
        launcher
            .through(again)
            .with("LC_ALL", "C") // as cron has it
            .run("classify", "--model", "random", "-k", "2", name);
    assertEquals(0, result.exitCode(), result.err());
    List<CSVRecord> rows = Rows.of(result.out());
    assertEquals(1, rows.size());
    assertEquals(name, rows.get(0).get("path"));
    assertEquals("ok", rows.get(0).get("status"));
    assertEquals("40", rows.get(0).get("width"));
    assertTrue(rows.get(0).get("top1_label").matches("random-\\d{4}"), result.out());
    assertTrue(result.out().startsWith("path,status,"), "nothing but the records");
    assertFalse(result.out().contains("\r"), "LF");
  }

  @Test
  void handsBack3WhereSomeFailedAndWritesEveryRecord() throws Exception {
    Path images = Files.createDirectory(folder.resolve("images"));
    TestImages.plain(images.resolve("b.png"), 30, 30, Color.BLUE);
    Files.writeString(images.resolve("a.jpg"), "no image");
    Files.write(images.resolve("c.png"), new byte[0]);
    Result result =
        launcher.run(
            "classify", "-m", "random", "images", "-o", "out.json", "--timings", "times.json");
    assertEquals(3, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertNoTrace(result);
    assertTrue(result.err().contains("1 ok, 2 failed"), result.err());
    JsonArray records =
        JsonParser.parseString(Files.readString(folder.resolve("out.json"))).getAsJsonArray();
    assertEquals(3, records.size());
    assertEquals("images/a.jpg", records.get(0).getAsJsonObject().get("path").getAsString());
    assertEquals("ok", records.get(1).getAsJsonObject().get("status").getAsString());
    JsonObject times = Json.object(folder.resolve("times.json"));
    assertTrue(
        times.getAsJsonObject("host").get("tensorflow").getAsString().startsWith("2."),
        times.toString());
    assertEquals(1, times.getAsJsonObject("images").get("ok").getAsInt());
    assertTrue(times.getAsJsonObject("startup").get("engine_seconds").getAsDouble() > 0);
  }

  @Test
  void handsBack2ForWrongUsage() throws Exception {
    Result result = launcher.run("classify", "--bach-size", "4", ".");
    assertEquals(2, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().contains("--bach-size"), result.err());
    assertNoTrace(result);
  }

  @Test
  void handsBack4WhereThereIsNoImage() throws Exception {
    Files.createDirectory(folder.resolve("empty"));
    Result result = launcher.run("classify", "-m", "random", "empty", "-o", "out.csv");
    assertEquals(4, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains("no image found"), result.err());
    assertFalse(Files.exists(folder.resolve("out.csv")));
    assertNoTrace(result);
  }

  @Test
  void handsBack5WhereTheModelIsNotThere() throws Exception {
    Result result = launcher.run("classify", "-m", "no-such-model", ".");
    assertEquals(5, result.exitCode());
    assertEquals("", result.out());
    assertEquals(1, result.errLines().size(), result.err());
    assertTrue(result.err().contains("no-such-model"), result.err());
  }

  @Test
  void honoursEveryWordOfJavaOpts() throws Exception {
    Result result = launcher.with("JAVA_OPTS", "-Xmx64m -XX:+PrintFlagsFinal").run("--version");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().matches("(?s).*MaxHeapSize\\s*= 67108864 .*"), "-Xmx64m");
    assertEquals(1, result.outLines().size(), "what Java says is no result");
  }

  @Test
  void aHeapThatIsTooSmallIsOneLine() throws Exception {
    Result result =
        launcher
            .with("JAVA_OPTS", "-Xmx32m")
            .with("RESNET50_HOME", folder.resolve("home").toString())
            .run("classify", "-m", "random", "--threads", "1", ".");
    assertEquals(1, result.exitCode(), result.err());
    assertTrue(result.err().contains("JAVA_OPTS=-Xmx"), result.err());
    assertNoTrace(result);
  }

  @Test
  void aClosedStandardInputIsAnErrorAndNotAListOfPaths() throws Exception {
    Result result =
        launcher.shell("\"$resnet50\" classify -m random --files-from - --fail-fast <&-");
    assertEquals(1, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("resnet50: the list of paths: "), result.err());
    assertNoTrace(result);
  }

  @Test
  void aReaderThatGoesEarlyEndsTheRunWithoutATrace() throws Exception {
    Files.writeString(
        folder.resolve("list"), String.join("\n", Collections.nCopies(50_000, "gone.jpg")));
    Result result =
        launcher.shell(
            "\"$resnet50\" classify -q -m random --files-from list | head -n 1;"
                + " exit ${PIPESTATUS[0]}");
    assertEquals(1, result.exitCode(), result.err());
    assertEquals(1, result.outLines().size());
    assertEquals("resnet50: standard output was closed early\n", result.err());
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void aSignalEndsTheRunInOrderAndLeavesWhatWasDone(String signal, int exitCode) throws Exception {
    assumeFalse(
        signal.equals("INT") && Launcher.isInterruptIgnored(), "skipped: SIGINT is ignored here");
    TestImages.plain(folder.resolve("a.png"), 30, 30, Color.RED);
    Files.writeString(
        folder.resolve("list"), String.join("\n", Collections.nCopies(5000, "a.png")));
    Running running =
        launcher.start(
            "classify",
            "-m",
            "random",
            "--files-from",
            "list",
            "-b",
            "2",
            "-k",
            "1",
            "-o",
            "out.csv");
    Path partial = folder.resolve("out.csv.partial");
    while (!Files.exists(partial) || Files.size(partial) < 200) {
      assertTrue(running.process().isAlive(), () -> read(running.err()));
      Thread.sleep(50); // another process writes it
    }
    running.signal(signal);
    Result result = running.end();
    assertEquals(exitCode, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains("interrupted; the records so far are in"), result.err());
    assertNoTrace(result);
    assertFalse(Files.exists(folder.resolve("out.csv")));
    assertTrue(Files.readString(partial).endsWith("\n"), "whole lines");
    List<CSVRecord> rows = Rows.of(partial);
    assertEquals(0, rows.size() % 2, "whole batches: " + rows.size());
    assertTrue(rows.size() < 5000 && rows.stream().allMatch(row -> row.get("status").equals("ok")));
  }

  @Test
  void aSignalWhileTheModelIsPreparedEndsTheRunAtOnce() throws Exception {
    assumeFalse(Launcher.isInterruptIgnored(), "skipped: SIGINT is ignored here");
    TestImages.plain(folder.resolve("a.png"), 30, 30, Color.RED);
    Path home = folder.resolve("home"); // empty, so that TensorFlow is unpacked at the start
    Running running =
        launcher
            .with("RESNET50_HOME", home.toString())
            .start("classify", "-m", "random", "a.png", "-o", "out.csv", "--timings", "t.json");
    while (!Files.exists(home.resolve("native"))) {
      assertTrue(running.process().isAlive(), () -> read(running.err()));
      Thread.sleep(20); // another process makes it
    }
    Thread.sleep(500); // whatever it is at by now
    running.signal("INT");
    long start = System.nanoTime();
    Result result = running.end();
    assertTrue(System.nanoTime() - start < 5_000_000_000L, "promptly");
    assertEquals(130, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().endsWith("resnet50: interrupted; nothing is written\n"), result.err());
    assertFalse(result.err().contains("Classified"), result.err());
    assertFalse(Files.exists(folder.resolve("out.csv.partial")));
    assertFalse(Files.exists(folder.resolve("t.json")));
  }

  @Test
  void theCompletionScriptIsOneThatBashTakes() throws Exception {
    Result result =
        launcher.shell(
            "\"$resnet50\" generate-completion > c && source ./c && complete -p resnet50");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("resnet50"), result.out());
  }

  private static Path script() {
    return Launcher.project().resolve("scripts/resnet50");
  }

  private static void assertNoTrace(Result result) {
    assertFalse(result.err().contains("\tat "), result.err());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
