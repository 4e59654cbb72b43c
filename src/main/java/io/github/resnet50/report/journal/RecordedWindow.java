package io.github.resnet50.report.journal;

/**
 * A window of an earlier run whose bytes are as they were written.
 *
 * @param bytes its records
 * @param isInPlace whether they lie in the output already, in their place
 */
@SuppressWarnings("ArrayRecordComponent") // read once and let go; compared by nobody
public record RecordedWindow(WindowEntry entry, byte[] bytes, boolean isInPlace) {
  /** Records of classified images. */
  public int ok() {
    return entry.inputs().count() - entry.failed();
  }

  /** Records of failures. */
  public int failed() {
    return entry.failed();
  }
}
