package io.github.resnet50.basics;

import java.util.Locale;

/**
 * Text to be shown to users: numbers, sizes and durations, and untrusted strings made safe to show.
 */
public final class Text {
  private static final double MEGA = 1e6;

  private Text() {}

  /** {@link String#format} with a decimal point, whatever the machine's locale. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A share of 1 as {@code 97.5 %}. */
  public static String percent(double share) {
    return Figure.SHARE.of(share);
  }

  /** {@code 1 image}, {@code 2,345 images}. */
  public static String counted(long number, String thing) {
    return Figure.COUNT.of(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** A number of bytes as {@code 4.2 MB}, {@code 102 MB}; a megabyte is 10⁶ bytes. */
  public static String megabytes(long bytes) {
    return bytes < 10 * MEGA ? format("%.1f MB", bytes / MEGA) : format("%.0f MB", bytes / MEGA);
  }

  /** A number of bytes as {@code 712 bytes}, {@code 45 kB}, {@code 4.2 MB}, {@code 12.3 GB}. */
  public static String size(long bytes) {
    if (bytes < 1000) {
      return counted(bytes, "byte");
    }
    if (bytes < MEGA) {
      return format("%.0f kB", Math.min(999, bytes / 1e3));
    }
    return bytes < 10_000 * MEGA ? megabytes(bytes) : format("%.1f GB", bytes / 1e9);
  }

  /** A word of a command line as a shell takes it: quoted where it has to be. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** {@code 0:05}, {@code 12:34}, {@code 1:02:03}. */
  public static String clock(long seconds) {
    return seconds < 3600
        ? format("%d:%02d", seconds / 60, seconds % 60)
        : format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** {@code 14.2 s}, {@code 3 min 12 s}, {@code 1 h 02 min}. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return format("%.1f s", seconds);
    }
    return whole < 3600
        ? format("%d min %02d s", whole / 60, whole % 60)
        : format("%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  /** The first line of an exception's message, or its {@code toString()} if it has none. */
  public static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.toString()
        : message.lines().findFirst().orElse(failure.toString());
  }

  /** A message of several lines as one, {@linkplain #escape safe to show}. */
  public static String oneLine(String message) {
    return escape(message.replaceAll("\\s*\\R\\s*", " "));
  }

  /**
   * One line that a terminal shows as it is. Control characters, line breaks, halves of surrogate
   * pairs and marks that change the direction of writing become {@code \n}, {@code \t}, {@code
   * \u001b} and the like: no file name colours the screen, sets its title or poses as another.
   */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (isUnsafe(c)) {
          safe.append(format("\\u%04x", c));
        } else {
          safe.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isDirectionMark(c);
    };
  }

  private static boolean isDirectionMark(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** A text of any length for a message: the first 80 characters. */
  public static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
