package io.github.resnet50.run;

import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.report.timing.Bottleneck;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClocks;
import io.github.resnet50.report.timing.StageStats;
import io.github.resnet50.report.timing.ThroughputMeter;
import io.github.resnet50.report.timing.TimingReport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Gathers what a run measures. Safe for use by many threads until {@link #stop}. */
final class Stopwatches {
  private final long startNanos = System.nanoTime();
  private final StageClocks clocks = new StageClocks();
  private final ThroughputMeter throughput;
  private final AtomicLong firstBatchNanos = new AtomicLong(-1);

  Stopwatches(int predictors) {
    this.throughput = new ThroughputMeter(startNanos, predictors);
  }

  StageClocks clocks() {
    return clocks;
  }

  void batchDone(int images, long batchStart, long batchEnd) {
    clocks.of(Stage.INFERENCE).record(batchEnd - batchStart);
    firstBatchNanos.compareAndSet(-1, batchEnd - batchStart);
    throughput.batchDone(images, batchEnd);
  }

  /**
   * Waiting is counted where it happens: at the channels. A decode worker that waits for paths has
   * nothing to read; one that waits to hand on a batch cannot go on preprocessing.
   */
  void blocked(Channel<?> paths, Channel<?> batches, Channel<?> done) {
    clocks.of(Stage.READ).blocked(paths.takeBlockedNanos());
    clocks.of(Stage.PREPROCESS).blocked(batches.putBlockedNanos());
    clocks.of(Stage.INFERENCE).blocked(batches.takeBlockedNanos() + done.putBlockedNanos());
    clocks.of(Stage.WRITE).blocked(done.takeBlockedNanos());
  }

  /** To be called when all workers have ended. */
  RunOutcome.Measurements stop(Startup startup, RunConfig.Workers workers) {
    double wallSeconds = (System.nanoTime() - startNanos) / 1e9;
    Map<Stage, StageStats> stats = clocks.snapshot();
    double workSeconds = wallSeconds - startup.engineSeconds() - startup.modelSeconds();
    return new RunOutcome.Measurements(
        startup.engine(),
        wallSeconds,
        throughput.imagesPerSecond(),
        new TimingReport.Startup(
            startup.engineSeconds(),
            startup.modelSeconds(),
            Math.max(0, firstBatchNanos.get()) / 1e9),
        stats,
        throughput.batches(),
        Bottleneck.ofRun(workers.decoders(), workers.predictors(), stats, workSeconds));
  }
}
