package io.github.resnet50.report;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes records in one format.
 *
 * <p>Used by one thread, in walk order. A record is written whole or, where it cannot be expressed
 * ({@link IllegalArgumentException}: a programming error such as a probability of NaN), not at all.
 */
public interface PredictionSink extends Closeable {

  /**
   * Appends one record.
   *
   * @throws IOException where the output takes no more: full disk, closed pipe
   */
  void write(ItemResult result) throws IOException;

  /** Hands everything written so far to the operating system. */
  void flush() throws IOException;

  /**
   * Completes the format, such as the end of a JSON array, and flushes. The stream below stays
   * open: standard output outlives the sink, and a file is still to be committed. Closing again
   * does nothing.
   */
  @Override
  void close() throws IOException;
}
