package io.github.resnet50.report.journal;

import io.github.resnet50.report.parquet.ParquetPredictions;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Reads what a journal says and what it says it of, side by side, as far as both agree: up to the
 * first line or batch that is cut short or damaged.
 *
 * <p>With {@code NAME.earlier}, where each line is followed by its batch, both are one stream.
 */
final class RecordedBatches implements Closeable {
  private static final int LONGEST_LINE = 1 << 24;
  private static final int LONGEST_END = 3; // bytes after the last record: those of JSON

  private final InputStream lines;
  private final InputStream bytes;
  private final boolean inPlace;
  private final JournalHeader header;
  private long nextSequence = -1; // -1: any
  private boolean ended;
  private boolean isWhole;

  private RecordedBatches(InputStream lines, InputStream bytes, boolean inPlace)
      throws IOException {
    this.lines = lines;
    this.bytes = bytes;
    this.inPlace = inPlace;
    String line = readLine();
    this.header = line == null ? null : JournalHeader.parse(line);
    this.ended = header == null;
  }

  /**
   * Of an output that is to be continued: the batches stay where they are.
   *
   * @param output from its beginning; closed by the caller
   */
  static RecordedBatches inPlace(Path journal, InputStream output) throws IOException {
    return new RecordedBatches(open(journal), new BufferedInputStream(output), true);
  }

  /** Of a finished output. */
  static RecordedBatches finished(Path journal, Path output) throws IOException {
    return new RecordedBatches(open(journal), ParquetPredictions.records(output), false);
  }

  /** Of batches that each follow their line. */
  static RecordedBatches moved(Path file) throws IOException {
    InputStream both = open(file);
    return new RecordedBatches(both, both, false);
  }

  /** A journal's header; null where there is none that can be read. */
  static JournalHeader header(Path journal) throws IOException {
    if (!Files.isRegularFile(journal)) {
      return null;
    }
    try (InputStream lines = open(journal)) {
      return new RecordedBatches(lines, lines, false).header;
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  /** Null where it is damaged; there are no batches then. */
  JournalHeader header() {
    return header;
  }

  /** The next batch, or null after the last that is whole. */
  RecordedBatch next() throws IOException {
    String line = ended ? null : readLine();
    RecordedBatch.JournalLine entry = line == null ? null : RecordedBatch.JournalLine.parse(line);
    ended = entry == null || (nextSequence >= 0 && entry.sequence() != nextSequence);
    if (ended) {
      return null;
    }
    nextSequence = entry.sequence() + 1;
    byte[] batch = bytes.readNBytes(entry.length());
    CRC32C crc = new CRC32C();
    crc.update(batch);
    ended = batch.length < entry.length() || (int) crc.getValue() != entry.crc();
    return ended ? null : new RecordedBatch(entry, batch, inPlace);
  }

  /**
   * Whether the journal's lines are all good and the output ends with the last batch, or with what
   * a format puts after it; to be asked after the last batch.
   */
  boolean isAllOfTheOutput() throws IOException {
    String end = new String(bytes.readNBytes(LONGEST_END + 1), StandardCharsets.UTF_8);
    return isWhole && (end.isEmpty() || end.equals("\n]\n"));
  }

  /**
   * Asks the same where anything else is an error.
   *
   * @throws ResumeException where it is so
   */
  void requireAllOf(Path output) throws IOException, ResumeException {
    if (!isAllOfTheOutput()) {
      throw new ResumeException(
          output + " is not as its journal says; was it edited? Start anew with --overwrite");
    }
  }

  /** Null where there is no whole line. */
  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = lines.read(); b != '\n'; b = lines.read()) {
      if (b < 0 || line.size() == LONGEST_LINE) {
        isWhole = line.size() == 0;
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    lines.close();
    if (!inPlace) {
      bytes.close();
    }
  }
}
