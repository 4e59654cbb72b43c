package io.github.resnet50.report;

import io.github.resnet50.image.ImageFailure.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts records, and keeps the first failures to be reported at the end. Safe for use by many
 * threads.
 */
public final class Tally {
  /** How many failures are kept. */
  public static final int KEPT_FAILURES = 5;

  private static final int KEPT_BLANK = 3;

  private final List<ItemResult.Failed> firstFailures = new ArrayList<>();
  private final List<String> firstBlank = new ArrayList<>();
  private long ok;
  private long failed;
  private long missing;
  private long blank;
  private long earlierOk;
  private long earlierFailed;

  public synchronized void add(ItemResult result) {
    if (result instanceof ItemResult.Failed failure) {
      failed++;
      missing += failure.failure().kind() == Kind.NOT_FOUND ? 1 : 0;
      if (firstFailures.size() < KEPT_FAILURES) {
        firstFailures.add(failure);
      }
    } else {
      ok++;
      if (result instanceof ItemResult.Predicted predicted && predicted.isBlank()) {
        blank++;
        if (firstBlank.size() < KEPT_BLANK) {
          firstBlank.add(predicted.name());
        }
      }
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

  /** Images of this run of which the model saw a single colour, or nearly so. */
  public synchronized long blank() {
    return blank;
  }

  /** The names of the first few of them. */
  public synchronized List<String> firstBlank() {
    return List.copyOf(firstBlank);
  }

  /** Whether there are records, and all are of paths where nothing is. */
  public synchronized boolean isAllMissing() {
    return missing > 0 && missing == ok() + failed();
  }

  /** The first {@value #KEPT_FAILURES} at most, in the order in which they were added. */
  public synchronized List<ItemResult.Failed> firstFailures() {
    return List.copyOf(firstFailures);
  }
}
