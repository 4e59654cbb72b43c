package io.github.resnet50.report.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A journal that is written on, a line at a time, each handed to the operating system at once. A
 * line shows by itself whether all of it is there: its text, a blank, its CRC-32C.
 */
final class JournalFile implements Closeable {
  private static final int CHECK_DIGITS = 8;

  private final Path path;
  private final FileOutputStream file; // no channel: interrupting the writer would close it

  JournalFile(Path path) throws IOException {
    this.path = path;
    this.file = new FileOutputStream(path.toFile(), true);
  }

  void append(String line) throws IOException {
    try {
      file.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** Forgets what is beyond. */
  void truncate(long length) throws IOException {
    file.getChannel().truncate(length);
  }

  /** Forces what was written to the device. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A line with its check and its end. */
  static String line(String text) {
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
