package io.github.resnet50.run;

import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.timing.Bottleneck;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.report.timing.StageClock.Stats;
import io.github.resnet50.report.timing.ThroughputMeter;
import io.github.resnet50.report.timing.TimingReport;
import io.github.resnet50.run.RunOutcome.End;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Gathers what a run measures. Safe for use by many threads until {@link #stop}. */
final class Stopwatches {
  private final long startNanos = System.nanoTime();
  private final Map<Stage, StageClock> clocks = StageClock.ofStages();
  private final ThroughputMeter throughput;
  private final AtomicLong firstBatchNanos = new AtomicLong(-1);

  Stopwatches(int predictors) {
    this.throughput = new ThroughputMeter(startNanos, predictors);
  }

  Map<Stage, StageClock> clocks() {
    return clocks;
  }

  void batchDone(int images, long batchStart, long batchEnd) {
    clocks.get(Stage.INFERENCE).record(batchEnd - batchStart);
    firstBatchNanos.compareAndSet(-1, batchEnd - batchStart);
    throughput.batchDone(images, batchEnd);
  }

  /**
   * Waiting is counted where it happens: at the channels. A decode worker that waits for paths has
   * nothing to read; one that waits to hand on a batch cannot go on preprocessing.
   */
  void blocked(Channel<?> paths, Channel<?> batches, Channel<?> done) {
    clocks.get(Stage.READ).blocked(paths.takeBlockedNanos());
    clocks.get(Stage.PREPROCESS).blocked(batches.putBlockedNanos());
    clocks.get(Stage.INFERENCE).blocked(batches.takeBlockedNanos() + done.putBlockedNanos());
    clocks.get(Stage.WRITE).blocked(done.takeBlockedNanos());
  }

  /**
   * What the run measured and how it ended, without its records; to be called when all workers have
   * ended.
   */
  RunOutcome stop(
      long found, WalkCounts walk, End end, Startup startup, RunConfig.Workers workers) {
    double wallSeconds = (System.nanoTime() - startNanos) / 1e9;
    Map<Stage, Stats> stats = StageClock.snapshots(clocks);
    double workSeconds = wallSeconds - startup.engineSeconds() - startup.modelSeconds();
    return new RunOutcome(
        found,
        walk,
        new Tally(),
        end,
        startup.engine(),
        new TimingReport.Measurements(
            wallSeconds,
            throughput.imagesPerSecond(),
            new TimingReport.StartupTimes(
                startup.engineSeconds(),
                startup.modelSeconds(),
                Math.max(0, firstBatchNanos.get()) / 1e9),
            stats,
            throughput.batches(),
            MemoryPeak.now()),
        Bottleneck.ofRun(workers.decoders(), workers.predictors(), stats, workSeconds));
  }
}
