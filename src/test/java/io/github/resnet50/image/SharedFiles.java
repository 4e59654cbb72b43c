package io.github.resnet50.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Test material beside the project, which not every machine has. */
public final class SharedFiles {
  private SharedFiles() {}

  /** A folder of it; skips the test, saying so, where it is absent. */
  public static Path folder(String name) {
    String root = System.getenv().getOrDefault("RESNET50_SHARED", "../shared");
    Path folder = Path.of(root, name);
    assumeTrue(Files.isDirectory(folder), () -> "skipped: no test material at " + folder);
    return folder;
  }

  public static List<Path> under(Path folder, String... suffixes) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
