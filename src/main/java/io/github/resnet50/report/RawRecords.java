package io.github.resnet50.report;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.report.OutputFormat.Framing;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a prediction file, as this program writes it, record by record: each as the bytes it is,
 * without what the format puts between records. Memory: one record.
 */
public final class RawRecords implements Closeable {
  private final Path file;
  private final OutputFormat format;
  private final Framing framing;
  private final InputStream in;
  private final byte[] header;
  private boolean ended;

  /** Opens a file and reads what comes before its first record. */
  public RawRecords(Path file, OutputFormat format) throws IOException {
    this.file = file;
    this.format = format;
    this.framing = format.framing();
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      this.header = framing.hasHeader() ? line() : new byte[0];
      if (!framing.isHeader(text(header))) {
        throw unreadable("does not begin with a line " + framing.header());
      }
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** What comes before the first record, without its line end; in CSV the names of the columns. */
  public byte[] header() {
    return header.clone();
  }

  /**
   * The next record, without line end or comma; null after the last.
   *
   * @throws IOException also where the file ends too early
   */
  public byte[] next() throws IOException {
    byte[] line = ended ? null : line();
    if (line == null) {
      if (!ended && framing.isClosed()) {
        throw unreadable("lacks its end: a line " + framing.end());
      }
      ended = true;
      return null;
    }
    if (framing.isClosed() && text(line).equals(framing.end())) {
      ended = true;
      return null;
    }
    return text(line).endsWith(framing.separator())
        ? Arrays.copyOf(line, line.length - framing.separator().length())
        : line;
  }

  /** Up to the next line end that is not within quotes of CSV; null at the end. */
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    boolean quoted = false;
    for (int b = in.read(); b != '\n' || quoted; b = in.read()) {
      if (b < 0) {
        if (line.size() == 0) {
          return null;
        }
        throw unreadable("ends in the middle of a line");
      }
      if (b == '"' && framing.quotesLineEnds()) {
        quoted = !quoted;
      }
      line.write(b);
    }
    return line.toByteArray();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private IOException unreadable(String why) {
    return new MalformedFileException(
        file + " is no complete " + format + " file of predictions: it " + why);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
