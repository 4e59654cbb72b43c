package io.github.resnet50.report.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a prediction file's journal knows of the files that its records are of, record by record; as
 * far as both belong together, which an edited file and its journal do not.
 */
public final class RecordedStates implements Closeable {
  private final RecordedBatches batches; // null: no journal
  private RecordedBatch batch; // null: none is left
  private int place;

  /** Of a file that may have none. */
  public RecordedStates(Path predictions) throws IOException {
    OutputFiles files = OutputFiles.of(predictions);
    this.batches =
        Files.isRegularFile(files.journal())
            ? RecordedBatches.finished(files.journal(), files.output())
            : null;
    this.batch = batches == null ? null : batches.next();
  }

  /** What is known of the next record's file, to be compared with; empty: nothing. */
  public String next() throws IOException {
    while (batch != null && place == batch.entry().inputs().count()) {
      batch = batches.next();
      place = 0;
    }
    return batch == null ? "" : batch.entry().inputs().state(place++);
  }

  /**
   * Whether a file is as it was.
   *
   * @param recorded as {@link #next} gave it
   * @param state as {@code ImageSource.state} gives it now
   */
  public static boolean isSame(String recorded, String state) {
    return recorded.isEmpty() || recorded.equals(FileState.digits(state));
  }

  @Override
  public void close() throws IOException {
    if (batches != null) {
      batches.close();
    }
  }
}
