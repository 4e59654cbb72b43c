package io.github.resnet50.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts records, and keeps the first failures to be reported at the end. Safe for use by many
 * threads.
 */
public final class Tally {
  /** How many failures are kept. */
  public static final int KEPT_FAILURES = 5;

  private final List<ItemResult.Failed> firstFailures = new ArrayList<>();
  private long ok;
  private long failed;
  private long earlierOk;
  private long earlierFailed;

  public synchronized void add(ItemResult result) {
    if (result instanceof ItemResult.Failed failure) {
      failed++;
      if (firstFailures.size() < KEPT_FAILURES) {
        firstFailures.add(failure);
      }
    } else {
      ok++;
    }
  }

  /** Adds records that an earlier run has written. */
  public synchronized void addEarlier(long okRecords, long failedRecords) {
    earlierOk += okRecords;
    earlierFailed += failedRecords;
  }

  public synchronized long ok() {
    return ok + earlierOk;
  }

  public synchronized long failed() {
    return failed + earlierFailed;
  }

  /** Of all records, those that an earlier run has written. */
  public synchronized long earlier() {
    return earlierOk + earlierFailed;
  }

  /** Failures of this run alone. */
  public synchronized long newlyFailed() {
    return failed;
  }

  /** The first {@value #KEPT_FAILURES} at most, in the order in which they were added. */
  public synchronized List<ItemResult.Failed> firstFailures() {
    return List.copyOf(firstFailures);
  }
}
