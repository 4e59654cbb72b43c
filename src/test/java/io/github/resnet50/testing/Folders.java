package io.github.resnet50.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What folders hold. */
public final class Folders {
  private Folders() {}

  /** The names of files and folders in a folder, sorted. */
  public static List<String> names(Path folder) throws IOException {
    return entries(folder).stream().map(path -> path.getFileName().toString()).toList();
  }

  /** The files and folders in a folder, sorted. */
  public static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** The regular files in a folder and in those below it, sorted. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The same, as paths from the folder on. */
  public static List<String> relativeFiles(Path folder) throws IOException {
    return files(folder).stream().map(file -> folder.relativize(file).toString()).sorted().toList();
  }
}
