package io.github.resnet50.report.journal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A line that tells by itself whether all of it is there: its text, a blank, its CRC-32C. */
final class CheckedLine {
  private static final int CHECK_DIGITS = 8;

  private CheckedLine() {}

  /** The line, with its end. */
  static String of(String text) {
    return text + " " + check(text) + "\n";
  }

  /** The text of a line without its end; null where it is damaged. */
  static String text(String line) {
    int end = line.length() - CHECK_DIGITS - 1;
    if (end < 0 || line.charAt(end) != ' ') {
      return null;
    }
    String text = line.substring(0, end);
    return check(text).equals(line.substring(end + 1)) ? text : null;
  }

  private static String check(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
