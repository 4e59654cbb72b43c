package io.github.resnet50.run;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.timing.Bottleneck;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageStats;
import io.github.resnet50.report.timing.TimingReport;
import java.util.Map;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param found paths that the walk gave
 * @param tally the records that were written
 * @param end whether all was done, or why not
 * @param measurements where the time went
 */
public record RunOutcome(long found, Tally tally, End end, Measurements measurements) {

  /** Why a run came to its end. */
  public enum End {
    /** Every path found was worked on. */
    COMPLETE,
    /** More images failed than the limit allows. */
    TOO_MANY_FAILURES,
    /** The {@link StopSignal} was given. */
    STOPPED
  }

  /**
   * Where a run's time went, in the terms of the timing report.
   *
   * @param engine what computed; null where it has not come up
   * @param wallSeconds from the start of the run to its end
   * @param imagesPerSecond over the steady part
   */
  public record Measurements(
      EngineInfo engine,
      double wallSeconds,
      double imagesPerSecond,
      TimingReport.Startup startup,
      Map<Stage, StageStats> stages,
      TimingReport.Batches batches,
      Optional<Bottleneck> bottleneck) {

    /**
     * The timing report of the run.
     *
     * @param config the options in effect
     */
    public TimingReport timingReport(
        TimingReport.Program program,
        TimingReport.Model model,
        Map<String, Object> config,
        TimingReport.Images images,
        MemoryPeak memory) {
      return new TimingReport(
          program.tool(),
          program.version(),
          program.started(),
          engine == null
              ? HostInfo.detect(null, null)
              : HostInfo.detect(engine.version(), engine.device()),
          model,
          config,
          images,
          wallSeconds,
          imagesPerSecond,
          startup,
          stages,
          batches,
          memory,
          bottleneck.map(Bottleneck::stage).orElse(null));
    }
  }

  /** Whether every path found was worked on. */
  public boolean isComplete() {
    return end == End.COMPLETE;
  }
}
