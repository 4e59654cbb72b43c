package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.Launcher.Running;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that die in their middle, as processes; {@code scripts/soak-kill} does more of it. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class KillIT {
  private static final int IMAGES = 1000;
  private static final int BATCH = 2;

  @TempDir Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws IOException {
    launcher = new Launcher(folder);
    ToyModel.folder(folder.resolve("toy"));
    Path images = Files.createDirectory(folder.resolve("images"));
    Path good = TestImages.plain(folder.resolve("good.png"), 60, 40, new Color(200, 90, 10));
    Path bad = Files.writeString(folder.resolve("bad.png"), "no image");
    for (int i = 0; i < IMAGES; i++) {
      Files.createLink(images.resolve("%04d.png".formatted(i)), i % 37 == 5 ? bad : good);
    }
  }

  private Running start(String output) throws IOException {
    return launcher.start(arguments(output));
  }

  private static String[] arguments(String output) {
    return List.of(
            "classify", "-q", "-m", "toy", "-b", "" + BATCH, "images", "-o", output, "--resume")
        .toArray(String[]::new);
  }

  private byte[] uninterrupted(String format) throws IOException, InterruptedException {
    Result result = start("whole." + format).end();
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    return Files.readAllBytes(folder.resolve("whole." + format));
  }

  /** Windows that the journal has; a header is no window. */
  private long windows(String output) throws IOException {
    Path journal = folder.resolve(output + ".partial.journal");
    if (!Files.exists(journal)) {
      return 0;
    }
    byte[] bytes = Files.readAllBytes(journal);
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return Math.max(0, lines - 1);
  }

  @ParameterizedTest
  @CsvSource({"json,KILL,137,5", "csv,TERM,143,2"})
  void whereverItIsKilledItGoesOnToTheSameBytes(
      String format, String signal, int exitCode, int kills) throws Exception {
    byte[] whole = uninterrupted(format);
    String output = "out." + format;
    Random random = new Random(kills);
    int killed = 0;
    for (int i = 0; i < kills; i++) {
      Running running = start(output);
      long goal = windows(output) + random.nextInt(IMAGES / BATCH / kills);
      while (running.process().isAlive() && windows(output) <= goal) {
        Thread.sleep(1); // another process writes it
      }
      running.signal(signal);
      Result result = running.end();
      assertEquals(exitCode, result.exitCode(), result.err());
      killed += Files.exists(folder.resolve(output)) ? 0 : 1;
    }
    assertTrue(killed > 1, killed + " kills while it was at work");
    Result result = start(output).end();
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertArrayEquals(whole, Files.readAllBytes(folder.resolve(output)));
    assertFalse(Files.exists(folder.resolve(output + ".partial.journal")));
    if (format.equals("csv")) {
      List<String> paths =
          Rows.of(folder.resolve(output)).stream().map(row -> row.get("path")).toList();
      assertEquals(IMAGES, paths.size());
      assertEquals(IMAGES, new HashSet<>(paths).size());
    }
  }

  /** A limit on the size of files is a full disk that needs no disk. */
  @Test
  void whereTheDiskIsFullItSaysSoAndGoesOnLater() throws Exception {
    byte[] whole = uninterrupted("jsonl");
    assertTrue(whole.length > 1 << 16, whole.length + " bytes");
    Result full =
        launcher
            .with("JAVA_OPTS", "-XX:-UsePerfData")
            .shell("ulimit -f 48; \"$resnet50\" " + String.join(" ", arguments("out.jsonl")));
    assertEquals(ExitCode.INTERNAL_ERROR, full.exitCode(), full.err());
    assertTrue(full.err().startsWith("resnet50: out.jsonl: "), full.err());
    assertTrue(
        full.err().endsWith("out.jsonl.partial, and --resume goes on from them\n"), full.err());
    Result result = start("out.jsonl").end();
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertArrayEquals(whole, Files.readAllBytes(folder.resolve("out.jsonl")));
  }

  @Test
  void aSecondSignalEndsItAtOnce() throws Exception {
    // A list that is never read to its end keeps the walk waiting, and the first signal with it.
    Running running =
        launcher.start(
            "classify", "-q", "-m", "toy", "--files-from", fifo().toString(), "-o", "out.csv");
    Thread.sleep(3000); // until the run is under way
    running.signal("TERM");
    Thread.sleep(500);
    long start = System.nanoTime();
    running.signal("TERM");
    assertEquals(143, running.end().exitCode());
    assertTrue(System.nanoTime() - start < 4_000_000_000L, "promptly");
  }

  private Path fifo() throws IOException, InterruptedException {
    Path fifo = folder.resolve("list");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    return fifo;
  }
}
