package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.Launcher.Running;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ctrl-C in each command that takes its time: it ends soon, with one line and its exit code, and
 * leaves nothing that keeps the same command from being repeated.
 */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {
  @TempDir Path folder;
  private Launcher launcher;
  private Path work;

  @BeforeEach
  void prepare() throws Exception {
    assumeFalse(Launcher.isInterruptIgnored(), "skipped: SIGINT is ignored here");
    launcher = new Launcher(folder);
    work = Files.createDirectory(folder.resolve("work"));
    ToyModel.folder(folder.resolve("toy"), "red", "green", "blue");
    for (String label : List.of("red", "green", "blue")) {
      Path images = Files.createDirectories(folder.resolve("photos").resolve(label));
      TestImages.plain(images.resolve("a.png"), 30, 30, Color.RED);
    }
    Files.writeString(folder.resolve("list"), "photos/red/a.png\n".repeat(300_000));
    Files.writeString(folder.resolve("labels.csv"), "path,label\nphotos/red/a.png,red\n");
  }

  private Result interrupt(String line, String begun) throws Exception {
    Running running = launcher.start(line.split(" "));
    while (!Files.readString(running.err()).contains(begun)) {
      assertTrue(running.process().isAlive(), Files.readString(running.err()));
      Thread.sleep(50); // another process says it
    }
    Thread.sleep(500); // it is at work by then
    long start = System.nanoTime();
    running.signal("INT");
    Result result = running.end();
    assertTrue(System.nanoTime() - start < 5_000_000_000L, "promptly");
    return result;
  }

  private static void assertInterrupted(String line, Result result) {
    assertEquals(130, result.exitCode(), result.err());
    assertTrue(result.err().endsWith("resnet50: interrupted; " + line + "\n"), result.err());
    assertEquals(2, (result.err() + " ").split("interrupted").length, result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "bench -m toy -b 1 --seconds 60 --warm-up 60 -o work/b.json --html work/b.html, bench",
    "evaluate -m toy --files-from list --labels labels.csv --save-predictions work/p.csv -o"
        + " work/e.json, evaluate",
  })
  void whatIsNothingYetLeavesNothing(String line, String begun) throws Exception {
    assertInterrupted("nothing is written", interrupt(line, begun));
    assertEquals(List.of(), Folders.names(work));
  }

  /** All threads are in the engines' libraries, which must not be taken down meanwhile. */
  @Test
  void anEngineAtWorkIsNoCrash() throws Exception {
    String line = "bench -m random -b 1 --seconds 60 --warm-up 60 --engine tensorflow";
    assertInterrupted("nothing is written", interrupt(line, "bench"));
    assertFalse(Folders.names(folder).stream().anyMatch(name -> name.startsWith("hs_err")));
  }

  @Test
  void featuresCanBeAskedForAgain() throws Exception {
    Result result = interrupt("features -m random --files-from list -o work/f.npy", "features");
    assertInterrupted("what was computed is kept, and the same command goes on from it", result);
    assertEquals(List.of(), Folders.names(work));
  }

  @Test
  void aModelIsStoredOrNot() throws Exception {
    launcher.with("RESNET50_HOME", folder.resolve("home").toString());
    Files.createDirectory(folder.resolve("home"));
    Files.createSymbolicLink(folder.resolve("home/native"), Launcher.home().resolve("native"));
    Path pipe = folder.resolve("model.tar");
    launcher.shell("mkfifo model.tar");
    Running running = launcher.start("models", "import", pipe.toString(), "--name", "x");
    Thread.sleep(5000); // it waits for what nobody writes
    running.signal("INT");
    assertInterrupted("no model is stored", running.end());
  }

  @Test
  void aMergeIsMadeFromItsBeginning() throws Exception {
    for (String share : List.of("1/2", "2/2")) {
      launcher.run(
          "classify",
          "-q",
          "-m",
          "toy",
          "photos",
          "--shard",
          share,
          "-o",
          share.charAt(0) + ".csv");
    }
    launcher.shell("mkfifo pipe");
    Running running = launcher.start("merge", "pipe", "1.csv", "2.csv");
    Thread.sleep(5000); // it waits for a reader
    running.signal("INT");
    assertInterrupted(
        "pipe is not complete, and the same command makes it from its beginning", running.end());
  }
}
