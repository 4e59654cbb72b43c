package io.github.resnet50.report;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.report.OutputFormat.Framing;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Copies a prediction file, as this program writes it, record by record, in which paths may become
 * others; all else stays as it is. Memory: one record.
 */
public final class RenamedRecords implements Closeable {
  private final Path file;
  private final RawRecords records;
  private final OutputFormat format;
  private final OutputStream out;
  private long copied;

  /**
   * @param out gets records of the same format; neither flushed nor closed
   */
  public RenamedRecords(Path file, OutputFormat format, OutputStream out) throws IOException {
    this.file = file;
    this.records = new RawRecords(file, format);
    this.format = format;
    this.out = out;
  }

  /**
   * Copies the next record.
   *
   * @param name its path in the copy; null: that which it has
   */
  public void copy(String name) throws IOException {
    byte[] record = records.next();
    if (record == null) {
      throw new IOException("the predictions have fewer records than before");
    }
    Framing framing = format.framing();
    out.write(framing.before(copied == 0, records.header()));
    out.write(name == null ? record : renamed(record, name));
    out.write(framing.after());
    copied++;
  }

  private byte[] renamed(byte[] record, String name) throws IOException {
    try {
      return format.renamed(RawRecords.text(record), name).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MalformedFileException(
          "%s, record %d is not as classify writes it, and cannot be copied: %s"
              .formatted(file, copied + 1, e.getMessage()),
          e);
    }
  }

  /** The last record was copied. */
  public void end() throws IOException {
    Framing framing = format.framing();
    if (copied == 0 && framing.hasHeader()) {
      out.write(framing.before(true, records.header()));
    }
    out.write(framing.last());
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
