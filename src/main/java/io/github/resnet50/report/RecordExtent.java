package io.github.resnet50.report;

/** How much of records is read; each has what those before it have. */
public enum RecordExtent {
  /** Paths, predictions and what was decided. */
  ANSWERS,
  /** Also what is said of the images themselves. */
  DETAILS,
  /** Also their features, of which an image may have thousands. */
  FEATURES;

  /** Whether it has that too. */
  public boolean has(RecordExtent part) {
    return compareTo(part) >= 0;
  }
}
