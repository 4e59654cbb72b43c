package io.github.resnet50.report;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Rows of numbers for NumPy, {@code float32 [rows][numbers]}. How many there are stands at the
 * beginning of the file but is known only at the end: until then they wait in a temporary file. For
 * one thread.
 */
public final class NpyRows implements Closeable {
  private final Path waiting;
  private final OutputStream out;
  private long rows;
  private int width;
  private long unwritten; // rows of NaN before any other

  /**
   * @param folder for the temporary file, which takes as much space as the rows
   */
  public NpyRows(Path folder) throws IOException {
    this.waiting = Files.createTempFile(folder, ".resnet50", ".rows");
    this.out =
        new BufferedOutputStream(
            new NamedStream(waiting.toString(), Files.newOutputStream(waiting)), 1 << 16);
  }

  /** Adds a row, of as many numbers as all others. */
  public void add(float[] row) throws IOException {
    if (width == 0) {
      width = row.length;
      for (; unwritten > 0; unwritten--) {
        writeAbsent();
      }
    }
    if (row.length != width) {
      throw new IOException("a row of %d numbers after rows of %d".formatted(row.length, width));
    }
    out.write(NpyFile.data(row));
    rows++;
  }

  /** Adds a row of NaN, for what has no numbers. */
  public void addAbsent() throws IOException {
    if (width == 0) {
      unwritten++;
    } else {
      writeAbsent();
    }
    rows++;
  }

  private void writeAbsent() throws IOException {
    float[] absent = new float[width];
    Arrays.fill(absent, Float.NaN);
    out.write(NpyFile.data(absent));
  }

  /** How many were added. */
  public long count() {
    return rows;
  }

  /** Writes the whole file; no row is added afterwards. */
  public void writeTo(OutputStream file) throws IOException {
    out.flush();
    file.write(NpyFile.header(rows, width));
    Files.copy(waiting, file);
    file.flush();
  }

  /** Nothing is left of the temporary file. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(waiting);
    }
  }
}
