package io.github.resnet50.run;

import io.github.resnet50.report.Tally;

/**
 * How a run ended.
 *
 * @param found paths that the walk gave
 * @param tally what was written
 * @param end whether all was done, or why not
 * @param measurements where the time went
 */
public record RunOutcome(long found, Tally tally, End end, Measurements measurements) {

  /** Why a run came to its end. */
  public enum End {
    /** Every path found has its record. */
    COMPLETE,
    /** More images failed than the user bears. */
    TOO_MANY_FAILURES,
    /** {@link ClassifyRun#stop} was called. */
    STOPPED
  }
}
