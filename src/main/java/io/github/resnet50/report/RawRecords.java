package io.github.resnet50.report;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.report.OutputFormat.Framing;
import io.github.resnet50.report.parquet.ParquetPredictions;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

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
    this.in = ParquetPredictions.records(file);
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

  /**
   * Cuts what a sink has written for a batch, from one flush to the next, into its records.
   *
   * @param header gets the first line where the batch is the first of its file
   */
  public static List<byte[]> ofBatch(byte[] batch, OutputFormat format, Consumer<byte[]> header) {
    Framing framing = format.framing();
    byte[] separator = framing.separator().getBytes(StandardCharsets.UTF_8);
    List<byte[]> records = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int at = 0; at <= batch.length; at++) {
      if (at < batch.length && batch[at] == '"' && framing.quotesLineEnds()) {
        quoted = !quoted;
      }
      if (at < batch.length && (batch[at] != '\n' || quoted)) {
        continue;
      }
      byte[] line = Arrays.copyOfRange(batch, start, at);
      int end = endsWith(line, separator) ? line.length - separator.length : line.length;
      if (start == 0 && framing.hasHeader() && framing.isHeader(text(line))) {
        header.accept(line);
      } else if (end > 0) {
        records.add(end == line.length ? line : Arrays.copyOf(line, end));
      }
      start = at + 1;
    }
    return records;
  }

  private static boolean endsWith(byte[] line, byte[] end) {
    return line.length >= end.length
        && Arrays.equals(line, line.length - end.length, line.length, end, 0, end.length);
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

  static String text(byte[] bytes) {
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
