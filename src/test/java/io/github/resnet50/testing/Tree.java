package io.github.resnet50.testing;

import io.github.resnet50.basics.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that is in a folder, to be compared. */
public final class Tree {
  private Tree() {}

  /** By path, folders too: what kind of thing it is, its time, and its bytes or where it leads. */
  public static SortedMap<String, String> of(Path folder) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        tree.put(folder.relativize(path).toString(), describe(path));
      }
    }
    return tree;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant().toString();
    return Files.isDirectory(path)
        ? "folder " + time
        : "file " + time + " " + Sha256.of(path).hex();
  }
}
