package io.github.resnet50.run;

/**
 * How a run ended.
 *
 * @param found paths that the walk gave
 * @param ok records with predictions that were written
 * @param failed records with a failure that were written
 * @param end whether all was done, or why not
 */
public record RunOutcome(long found, long ok, long failed, End end) {

  /** Why a run came to its end. */
  public enum End {
    /** Every path found has its record. */
    COMPLETE,
    /** {@code --max-failures} or {@code --fail-fast}. */
    TOO_MANY_FAILURES,
    /** {@link ClassifyRun#stop} was called. */
    STOPPED
  }
}
