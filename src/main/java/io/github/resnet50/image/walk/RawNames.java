package io.github.resnet50.image.walk;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names that cannot be represented as text. A Unix name is bytes, and Java's text for it is
 * lossy if they are invalid in the locale's encoding: such a file cannot be opened by its text. The
 * {@code file:} URI of a path contains the bytes themselves, percent-encoded, and can be converted
 * back to the same path.
 */
final class RawNames {
  private static final String KEPT =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private RawNames() {}

  /** The bytes of a single name, as in the file system. */
  static byte[] bytes(Path name) {
    String uri = Path.of("/").resolve(name).toUri().getRawPath();
    // The URI ends in a slash if a directory of this name exists, which is irrelevant here.
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    int start = uri.lastIndexOf('/', end - 1) + 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = start; i < end; i++) {
      if (uri.charAt(i) == '%') {
        bytes.write(Integer.parseInt(uri, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(uri.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  /**
   * The path that has these bytes, made absolute.
   *
   * @param raw one byte at least
   * @throws IllegalArgumentException if there is none: with a NUL in it, or on a file system whose
   *     names are not bytes
   */
  static Path path(byte[] raw) {
    StringBuilder uri = new StringBuilder("file://");
    if (raw[0] != '/') {
      uri.append(Path.of("").toUri().getRawPath()); // the URI of a directory ends in a slash
    }
    for (byte b : raw) {
      char c = (char) Byte.toUnsignedInt(b);
      if (KEPT.indexOf(c) >= 0) {
        uri.append(c);
      } else {
        uri.append(String.format("%%%02X", (int) c));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** Whether {@code text}, which a path is shown as, represents the path without loss. */
  static boolean isExact(String text) {
    // The decoder's replacement for undecodable bytes; a name that really contains it is merely
    // handled more slowly.
    return text.indexOf('\uFFFD') < 0
        && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }
}
