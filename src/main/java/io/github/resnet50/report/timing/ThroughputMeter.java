package io.github.resnet50.report.timing;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * Images a second once a run is under way.
 *
 * <p>The first batch of every predictor is the run's start: kernels are compiled and caches filled
 * in it. The steady part goes from the end of these batches to the end of the last one, and its
 * images are those of all other batches. So neither the engine's start nor the first batches count,
 * neither as time nor as images. Where the steady part would be shorter than four batches a
 * predictor, what is under way at its edges would outweigh what is in it, and the rate is that of
 * the whole: all images over the time from the start to the end of the last batch.
 *
 * <p>Safe for use by many threads; batches may be reported in any order.
 */
public final class ThroughputMeter {
  private static final int STEADY_BATCHES = 4;

  private final long startNanos;
  private final int predictors;

  /** As many of the batches that ended first as there are predictors, the latest on top. */
  private final PriorityQueue<DoneBatch> first =
      new PriorityQueue<>(Comparator.comparingLong(DoneBatch::end).reversed());

  private long batches;
  private long images;
  private long lastEnd;

  /** A batch that ended so many nanoseconds after the start. */
  private record DoneBatch(long end, int images) {}

  /**
   * @param startNanos when the run began, as {@link System#nanoTime}
   * @param predictors how many batches can be under way at once, at least 1
   */
  public ThroughputMeter(long startNanos, int predictors) {
    this.startNanos = startNanos;
    this.predictors = predictors;
  }

  /**
   * A batch is done.
   *
   * @param count images classified in it
   * @param nanoTime when it ended, as {@link System#nanoTime}
   */
  public synchronized void batchDone(int count, long nanoTime) {
    long end = nanoTime - startNanos;
    first.add(new DoneBatch(end, count));
    if (first.size() > predictors) {
      first.poll();
    }
    lastEnd = batches == 0 ? end : Math.max(lastEnd, end);
    batches++;
    images += count;
  }

  /** Over the steady part; 0 where nothing is done yet. */
  public synchronized double imagesPerSecond() {
    if (batches < (1L + STEADY_BATCHES) * predictors || lastEnd <= first.peek().end()) {
      return rate(images, lastEnd);
    }
    long started = first.stream().mapToLong(DoneBatch::images).sum();
    return rate(images - started, lastEnd - first.peek().end());
  }

  private static double rate(long images, long nanos) {
    return nanos > 0 ? (double) images * TimeUnit.SECONDS.toNanos(1) / nanos : 0;
  }

  /** How many batches were done, and of what size. */
  public synchronized TimingReport.Batches batches() {
    return new TimingReport.Batches(batches, batches == 0 ? 0 : (double) images / batches);
  }
}
