package io.github.resnet50.image.walk;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names that text cannot carry. A Unix name is bytes, and Java's text for it is lossy where
 * they are not of the locale's encoding: such a file cannot be opened by its text. The {@code
 * file:} URI of a path has the bytes themselves, percent-encoded, and leads back to the same path.
 */
final class RawNames {
  private static final String KEPT =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private RawNames() {}

  /** The bytes of a single name, as the file system has them. */
  static byte[] bytes(Path name) {
    String uri = Path.of("/").resolve(name).toUri().getRawPath();
    // It has a slash if there is a directory of this name, which has no meaning here.
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
   * @throws IllegalArgumentException where there can be none: with a NUL in it, or on a file system
   *     whose names are not bytes
   */
  static Path path(byte[] raw) {
    StringBuilder uri = new StringBuilder("file://");
    if (raw[0] != '/') {
      uri.append(Path.of("").toUri().getRawPath()); // a directory's has a slash
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

  /** Whether {@code text} is all there is to a path that shows itself as {@code text}. */
  static boolean isExact(String text) {
    // The decoder's mark for what it could not read; a name that really has one is only slower.
    return text.indexOf('\uFFFD') < 0
        && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }
}
