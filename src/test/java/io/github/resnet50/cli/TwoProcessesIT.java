package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.Launcher.Running;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A machine's first use, twice at once: libraries are unpacked and the model is made. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class TwoProcessesIT {
  @TempDir Path folder;

  @Test
  void twoThatStartTogetherOnAnEmptyHomeBothSucceed() throws Exception {
    Path home = folder.resolve("home");
    TestImages.plain(folder.resolve("a.png"), 30, 30, Color.RED);
    Launcher launcher = new Launcher(folder).with("RESNET50_HOME", home.toString());
    Running first = launcher.start("classify", "-m", "random", "a.png");
    Running second = launcher.start("classify", "-m", "random", "a.png");
    Result one = first.end();
    Result two = second.end();
    assertEquals(0, one.exitCode(), one.err());
    assertEquals(0, two.exitCode(), two.err());
    assertEquals(one.out(), two.out());
    assertEquals(List.of("random-v1"), visible(home.resolve("models")));
    assertTrue(leftovers(home).isEmpty(), () -> leftovers(home).toString());
  }

  private static List<String> visible(Path directory) throws IOException {
    return Folders.names(directory).stream().filter(name -> !name.startsWith(".")).toList();
  }

  /** Folders that were being made. */
  private static List<Path> leftovers(Path home) {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(Files::isDirectory)
          .filter(path -> path.getFileName().toString().startsWith("."))
          .filter(path -> !path.toString().contains("native"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
