package io.github.resnet50.image.walk;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A path that the user gave.
 *
 * @param name as the user wrote it
 * @param path what it says; of no meaning where there is a problem
 * @param problem why it cannot be a path, or null
 */
public record NamedPath(String name, Path path, ImageFailure problem) {
  private static final Path NOWHERE = Path.of("");

  /** Of a name in whatever locale: what that cannot encode is a path all the same. */
  public static NamedPath of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of UTF-8, or of a name in whatever other bytes the file system has. */
  static NamedPath of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isEmpty()) { // Java would take it for the current directory
      return notFound(text, "an empty path");
    }
    if (text.indexOf('\0') >= 0) {
      return notFound(text, "a NUL in a path; was a NUL-separated list meant?");
    }
    try {
      return new NamedPath(text, path(text, bytes), null);
    } catch (IllegalArgumentException e) {
      return notFound(text, "the file system has no such names");
    }
  }

  static NamedPath notFound(String name, String message) {
    return new NamedPath(name, NOWHERE, new ImageFailure(Kind.NOT_FOUND, message));
  }

  private static Path path(String text, byte[] bytes) {
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      try {
        return Path.of(text);
      } catch (IllegalArgumentException e) {
        // Not in the locale's encoding, which a cron job may lack: the bytes will do.
      }
    }
    return RawNames.path(bytes);
  }
}
