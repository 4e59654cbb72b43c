package io.github.resnet50.report;

import java.util.concurrent.TimeUnit;

/**
 * Images a second once a run is under way.
 *
 * <p>The steady part goes from the end of the first batch to the end of the last one; its images
 * are those of every batch that ended later than the first. So neither the engine's start nor the
 * first batch, in which kernels are compiled and caches filled, counts, neither as time nor as
 * images. Where there is no steady part, because there is one batch or all ended at once, the rate
 * is that of the whole: all images over the time from the start to the end of the last batch.
 *
 * <p>Safe for use by many threads; batches may be reported in any order.
 */
public final class ThroughputMeter {
  private final long startNanos;
  private long batches;
  private long images;
  private long firstEnd;
  private long firstImages;
  private long lastEnd;

  /**
   * @param startNanos when the run began, as {@link System#nanoTime}
   */
  public ThroughputMeter(long startNanos) {
    this.startNanos = startNanos;
  }

  /**
   * A batch is done.
   *
   * @param count images classified in it
   * @param nanoTime when it ended, as {@link System#nanoTime}
   */
  public synchronized void batchDone(int count, long nanoTime) {
    long end = nanoTime - startNanos;
    if (batches == 0 || end < firstEnd) {
      firstEnd = end;
      firstImages = count;
    } else if (end == firstEnd) {
      firstImages += count;
    }
    lastEnd = batches == 0 ? end : Math.max(lastEnd, end);
    batches++;
    images += count;
  }

  /** Over the steady part; 0 where nothing is done yet. */
  public synchronized double imagesPerSecond() {
    return lastEnd > firstEnd
        ? rate(images - firstImages, lastEnd - firstEnd)
        : rate(images, lastEnd);
  }

  private static double rate(long images, long nanos) {
    return nanos > 0 ? (double) images * TimeUnit.SECONDS.toNanos(1) / nanos : 0;
  }

  /** How many batches were done, and of what size. */
  public synchronized TimingReport.Batches batches() {
    return new TimingReport.Batches(batches, batches == 0 ? 0 : (double) images / batches);
  }
}
