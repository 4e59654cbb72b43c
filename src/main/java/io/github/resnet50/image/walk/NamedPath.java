package io.github.resnet50.image.walk;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Subtrees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A path that the user gave.
 *
 * @param name as the user wrote it; where that is no text, as {@link FileNames} makes it one
 * @param path the path it denotes; meaningless if there is a problem
 * @param problem why it cannot be a path, or null
 */
public record NamedPath(String name, Path path, ImageFailure problem) {
  private static final Path NOWHERE = Path.of("");

  /**
   * Parses text in any locale: a name that the locale's encoding cannot represent is a path too,
   * and so is one that {@link FileNames} has made text of.
   */
  public static NamedPath of(String text) {
    if (text.isEmpty()) { // Java would interpret it as the current directory
      return notFound(text, "an empty path");
    }
    if (text.indexOf('\0') >= 0) {
      return notFound(text, "a NUL in a path; was a NUL-separated list meant?");
    }
    try {
      return new NamedPath(text, FileNames.path(text), null);
    } catch (IllegalArgumentException e) {
      return notFound(text, "the file system has no such names");
    }
  }

  /**
   * What a walk added to the name of its root: the folders below it, then the image. By the name
   * alone, since not every image is a file of its own.
   *
   * @param name of an image of the walk
   * @return empty for the root itself
   */
  public static List<String> below(String root, String name) {
    String prefix = Subtrees.prefix(root);
    return name.startsWith(prefix)
        ? List.of(name.substring(prefix.length()).split("/", -1))
        : List.of();
  }

  /** Parses a name in UTF-8, or in any other bytes used by the file system. */
  static NamedPath of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? of(text)
        : of(FileNames.text(bytes));
  }

  static NamedPath notFound(String name, String message) {
    return new NamedPath(name, NOWHERE, new ImageFailure(Kind.NOT_FOUND, message));
  }
}
