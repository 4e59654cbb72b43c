package io.github.resnet50.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The features that a prediction file holds, for NumPy: a row a record, in their order. */
public final class EmbeddingTable {
  private EmbeddingTable() {}

  /**
   * Writes them; a record without is a row of NaN.
   *
   * @param predictions complete, as this program writes it
   * @param out flushed, never closed
   * @param folder for a temporary file, which takes as much space as {@code out}
   */
  public static void write(Path predictions, OutputFormat format, OutputStream out, Path folder)
      throws IOException {
    try (RawRecords records = new RawRecords(predictions, format);
        NpyRows rows = new NpyRows(folder)) {
      for (byte[] record = records.next(); record != null; record = records.next()) {
        float[] embedding = JsonRecords.embedding(RawRecords.text(record));
        if (embedding == null) {
          rows.addAbsent();
        } else {
          rows.add(embedding);
        }
      }
      rows.writeTo(out);
    }
  }
}
