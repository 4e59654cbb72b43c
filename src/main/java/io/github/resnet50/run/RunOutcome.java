package io.github.resnet50.run;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.timing.Bottleneck;
import io.github.resnet50.report.timing.TimingReport;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param found paths that the walk gave
 * @param walk what the walk came across, and passed over
 * @param tally the records that were written
 * @param end whether all was done, or why not
 * @param engine what computed; null where it has not come up
 * @param measurements where the time went
 */
public record RunOutcome(
    long found,
    WalkCounts walk,
    Tally tally,
    End end,
    EngineInfo engine,
    TimingReport.Measurements measurements,
    Optional<Bottleneck> bottleneck) {

  /** Why a run came to its end. */
  public enum End {
    /** Every path found was worked on. */
    COMPLETE,
    /** More images failed than the limit allows. */
    TOO_MANY_FAILURES,
    /** The {@link StopSignal} was given. */
    STOPPED
  }

  /** The same run, where the walk has given more paths than there was work for. */
  public RunOutcome ofAll(long paths) {
    return new RunOutcome(paths, walk, tally, end, engine, measurements, bottleneck);
  }

  /** The same run, its records counted and its end known. */
  RunOutcome with(Tally records, End newEnd) {
    return new RunOutcome(found, walk, records, newEnd, engine, measurements, bottleneck);
  }

  /** Whether every path found was worked on. */
  public boolean isComplete() {
    return end == End.COMPLETE;
  }
}
