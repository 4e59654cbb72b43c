package io.github.resnet50.report.journal;

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
 * first line or window that is cut short or damaged.
 *
 * <p>With {@code NAME.earlier}, where each line is followed by its window, both are one stream.
 */
final class RecordedWindows implements Closeable {
  private static final int LONGEST_LINE = 1 << 24;
  private static final int LONGEST_END = 3; // bytes after the last record: those of JSON

  private final InputStream lines;
  private final InputStream bytes;
  private final boolean inPlace;
  private final JournalHeader header;
  private long nextSequence = -1; // -1: any
  private boolean ended;
  private boolean isWhole;

  private RecordedWindows(InputStream lines, InputStream bytes, boolean inPlace)
      throws IOException {
    this.lines = lines;
    this.bytes = bytes;
    this.inPlace = inPlace;
    String line = readLine();
    this.header = line == null ? null : JournalHeader.parse(line);
    this.ended = header == null;
  }

  /**
   * Of an output that is to be continued: the windows stay where they are.
   *
   * @param output from its beginning; closed by whoever opened it
   */
  static RecordedWindows inPlace(Path journal, InputStream output) throws IOException {
    return new RecordedWindows(open(journal), new BufferedInputStream(output), true);
  }

  /** Of a finished output. */
  static RecordedWindows finished(Path journal, Path output) throws IOException {
    return new RecordedWindows(open(journal), open(output), false);
  }

  /** Of windows that each follow their line. */
  static RecordedWindows moved(Path file) throws IOException {
    InputStream both = open(file);
    return new RecordedWindows(both, both, false);
  }

  /** A journal's header; null where there is none that can be read. */
  static JournalHeader header(Path journal) throws IOException {
    if (!Files.isRegularFile(journal)) {
      return null;
    }
    try (InputStream lines = open(journal)) {
      return new RecordedWindows(lines, lines, false).header;
    }
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  /** Null where it is damaged; there are no windows then. */
  JournalHeader header() {
    return header;
  }

  /** The next window, or null after the last that is whole. */
  RecordedWindow next() throws IOException {
    String line = ended ? null : readLine();
    WindowEntry entry = line == null ? null : WindowEntry.parse(line);
    ended = entry == null || (nextSequence >= 0 && entry.sequence() != nextSequence);
    if (ended) {
      return null;
    }
    nextSequence = entry.sequence() + 1;
    byte[] window = bytes.readNBytes(entry.length());
    CRC32C crc = new CRC32C();
    crc.update(window);
    ended = window.length < entry.length() || (int) crc.getValue() != entry.crc();
    return ended ? null : new RecordedWindow(entry, window, inPlace);
  }

  /**
   * Whether the journal's lines are all good and the output ends with the last window, or with what
   * a format puts after it; to be asked after the last window.
   */
  boolean isAllOfTheOutput() throws IOException {
    String end = new String(bytes.readNBytes(LONGEST_END + 1), StandardCharsets.UTF_8);
    return isWhole && (end.isEmpty() || end.equals("\n]\n"));
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
