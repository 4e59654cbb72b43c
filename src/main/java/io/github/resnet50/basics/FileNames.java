package io.github.resnet50.basics;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files as text, and back. A Unix name is bytes, and Java's text for it is lossy where
 * they are invalid in the locale's encoding: several files get the same text, by which none of them
 * is found again. The text here has {@code \xE9} for a byte E9 that is no part of a character in
 * UTF-8, and {@code \x5C} for a backslash that would otherwise look like the beginning of that.
 */
public final class FileNames {
  /** Of a single name, where file systems have no limit of their own. */
  public static final int MOST_BYTES = 255;

  private static final String KEPT =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  /** A byte beyond ASCII, or a backslash. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\x([89A-F][0-9A-F]|5C)");

  private FileNames() {}

  /** The text of a path of one component. */
  public static String text(Path name) {
    String text = name.toString();
    return isExact(text) ? escaped(text) : text(bytes(name));
  }

  /** The text of a name or path of whatever bytes. */
  public static String text(byte[] raw) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // says what is malformed
    ByteBuffer in = ByteBuffer.wrap(raw);
    StringBuilder text = new StringBuilder(raw.length);
    while (true) {
      CharBuffer part = CharBuffer.allocate(in.remaining());
      CoderResult result = decoder.decode(in, part, true);
      text.append(escaped(part.flip().toString()));
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", Byte.toUnsignedInt(in.get())));
      }
      decoder.reset();
    }
  }

  private static String escaped(String text) {
    return isEscaped(text) ? ESCAPE.matcher(text).replaceAll("\\\\x5Cx$1") : text;
  }

  private static boolean isEscaped(String text) {
    return text.contains("\\x") && ESCAPE.matcher(text).find();
  }

  private static byte[] raw(String text) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    Matcher escapes = ESCAPE.matcher(text);
    int at = 0;
    while (escapes.find()) {
      raw.writeBytes(text.substring(at, escapes.start()).getBytes(StandardCharsets.UTF_8));
      raw.write(Integer.parseInt(escapes.group(1), 16));
      at = escapes.end();
    }
    raw.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
    return raw.toByteArray();
  }

  /**
   * The path that a user or a record means by a text: that of the file whose name has this text,
   * where there is one; else the text as it stands, since a backslash may be one.
   *
   * @throws InvalidPathException where the file system has no such names
   */
  public static Path path(String text) {
    if (isEscaped(text)) {
      Path meant = path(raw(text));
      if (Files.exists(meant)) {
        return meant;
      }
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      if (text.indexOf('\0') >= 0) {
        throw e;
      }
      // Not in the locale's encoding, which may be unset, as for a cron job: the bytes may do.
      return path(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The text of a path as it stands, not made absolute, by which {@link #exact} finds it again. */
  public static String whole(Path path) {
    if (isExact(path.toString())) {
      return escaped(path.toString());
    }
    StringBuilder text = new StringBuilder(path.isAbsolute() ? "/" : "");
    for (Path name : path) {
      text.append(text.isEmpty() || text.charAt(text.length() - 1) == '/' ? "" : "/");
      text.append(text(name));
    }
    return text.toString();
  }

  /**
   * The path that {@link #whole} made a text of, whether there is something or not; {@link
   * #path(String)} is for texts that people write.
   */
  public static Path exact(String text) {
    if (!isEscaped(text)) {
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        // not in the locale's encoding
      }
    }
    Path absolute = path(raw(text));
    return text.startsWith("/") ? absolute : Path.of("").toAbsolutePath().relativize(absolute);
  }

  /** The bytes of the name that a user or a record means by a text; see {@link #path(String)}. */
  public static byte[] bytes(String text) {
    return isEscaped(text) && Files.exists(path(raw(text)))
        ? raw(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of a single name, as in the file system. */
  public static byte[] bytes(Path name) {
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
   * The path that has these bytes, made absolute. The {@code file:} URI of a path holds them
   * percent-encoded, and is converted to the path whatever they are.
   *
   * @param raw one byte at least
   * @throws IllegalArgumentException if there is none: with a NUL in it, or on a file system whose
   *     names are not bytes
   */
  public static Path path(byte[] raw) {
    StringBuilder uri = new StringBuilder("file://");
    if (raw[0] != '/') {
      uri.append(Path.of("").toUri().getRawPath()); // the URI of a directory ends in a slash
    }
    for (byte b : raw) {
      char c = (char) Byte.toUnsignedInt(b);
      if (KEPT.indexOf(c) >= 0) {
        uri.append(c);
      } else {
        uri.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** Whether {@code text}, which Java shows a path as, represents the path without loss. */
  public static boolean isExact(String text) {
    // The decoder's replacement for undecodable bytes; a name that really contains it is merely
    // handled more slowly.
    return text.indexOf('\uFFFD') < 0
        && new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }
}
