package io.github.resnet50.model.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * A hidden folder in which a model is assembled, so that only complete models have names. Closing
 * deletes whatever has not been moved elsewhere.
 *
 * @param root the folder
 */
public record Staging(Path root) implements AutoCloseable {
  private static final Duration ABANDONED = Duration.ofDays(1);

  /**
   * Makes a staging folder, and deletes those left by killed processes.
   *
   * @param parent where; on the file system that the model is to be on
   * @param prefix of the folder's name, for this use alone
   */
  static Staging in(Path parent, String prefix) throws IOException {
    Files.createDirectories(parent);
    sweep(parent, prefix);
    Staging staging = new Staging(Files.createTempDirectory(parent, prefix));
    Files.createDirectory(staging.model());
    return staging;
  }

  private static void sweep(Path parent, String prefix) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    List<Path> stagings;
    try (Stream<Path> files = Files.list(parent)) {
      stagings = files.filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
    }
    for (Path folder : stagings) {
      try {
        if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
          PathUtils.deleteDirectory(folder);
        }
      } catch (NoSuchFileException e) {
        // Another process has just moved it into place, or is deleting it too.
      }
    }
  }

  /** The directory of the new model; it exists from the start. */
  public Path model() {
    return root.resolve("model");
  }

  /** A folder for temporary files, such as an archive's contents. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  /**
   * Moves the model into place. An existing model is deleted with the staging folder, but restored
   * if the new one cannot be moved.
   */
  void moveTo(Path target) throws IOException {
    Path replaced = root.resolve("replaced");
    boolean there = Files.exists(target);
    if (there) {
      Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(model(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (there) {
        try {
          Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException again) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(root)) {
      PathUtils.deleteDirectory(root);
    }
  }
}
