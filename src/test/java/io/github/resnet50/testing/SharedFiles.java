package io.github.resnet50.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Test material beside the project, which not every machine has. */
public final class SharedFiles {
  private SharedFiles() {}

  /** A file or folder of it; skips the test, saying so, where it is absent. */
  public static Path at(String name) {
    Path path = path(name);
    assumeTrue(Files.exists(path), () -> "skipped: no test material at " + path);
    return path;
  }

  /** A file or folder of it, where it is there. */
  public static Optional<Path> find(String name) {
    return Optional.of(path(name)).filter(Files::exists);
  }

  private static Path path(String name) {
    String root = System.getenv().getOrDefault("RESNET50_SHARED", "../shared");
    return Path.of(root, name).toAbsolutePath().normalize();
  }

  /** The files below a folder whose names end with one of the suffixes, sorted. */
  public static List<Path> under(Path folder, String... suffixes) throws IOException {
    return Folders.files(folder).stream()
        .filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
        .toList();
  }
}
