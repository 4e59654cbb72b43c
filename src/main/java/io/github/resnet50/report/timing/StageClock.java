package io.github.resnet50.report.timing;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.DataFormatException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Gathers one stage's times from all its workers; safe for use by many threads. Takes the same
 * memory, some 200 KiB, however much is recorded.
 */
public final class StageClock {
  private static final long RESOLUTION_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double NANOS_A_MS = 1e6;
  private static final double NANOS_A_SECOND = 1e9;

  private final Histogram histogram =
      new ConcurrentHistogram(RESOLUTION_NANOS, LONGEST_NANOS, SIGNIFICANT_DIGITS);
  private final LongAdder total = new LongAdder();
  private final LongAdder blocked = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  /** A clock for every stage of a run. */
  public static Map<Stage, StageClock> ofStages() {
    Map<Stage, StageClock> clocks = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      clocks.put(stage, new StageClock());
    }
    return Collections.unmodifiableMap(clocks);
  }

  /** What each stage's clock has recorded so far. */
  public static Map<Stage, Stats> snapshots(Map<Stage, StageClock> clocks) {
    Map<Stage, Stats> stats = new EnumMap<>(Stage.class);
    clocks.forEach((stage, clock) -> stats.put(stage, clock.snapshot()));
    return stats;
  }

  /**
   * One piece of work done.
   *
   * @param nanos how long it took; negative counts as 0
   */
  public void record(long nanos) {
    long time = Math.max(0, nanos);
    total.add(time);
    longest.accumulate(time);
    // Beyond an hour only the percentiles are cut off, not the total and the longest.
    histogram.recordValue(Math.min(time, LONGEST_NANOS));
  }

  /**
   * A worker waited.
   *
   * @param nanos for how long
   */
  public void blocked(long nanos) {
    blocked.add(Math.max(0, nanos));
  }

  /** What was recorded so far, to be {@link #add added} to a clock in another process. */
  public Recording times() {
    Histogram now = histogram.copy();
    ByteBuffer bytes = ByteBuffer.allocate(now.getNeededByteBufferCapacity());
    int length = now.encodeIntoCompressedByteBuffer(bytes);
    return new Recording(
        total.sum(), blocked.sum(), longest.get(), Arrays.copyOf(bytes.array(), length));
  }

  /** Adds what another clock has recorded. */
  public void add(Recording times) {
    total.add(times.totalNanos());
    blocked.add(times.blockedNanos());
    longest.accumulate(times.longestNanos());
    try {
      histogram.add(
          Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(times.histogram()), 0));
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("not the histogram of a clock", e);
    }
  }

  /** What was recorded so far; exact once all workers have ended. */
  public Stats snapshot() {
    Histogram now = histogram.copy();
    long count = now.getTotalCount();
    double totalNanos = total.sum();
    return new Stats(
        count,
        totalNanos / NANOS_A_SECOND,
        count == 0 ? 0 : totalNanos / count / NANOS_A_MS,
        percentileMs(now, 50),
        percentileMs(now, 90),
        percentileMs(now, 95),
        percentileMs(now, 99),
        longest.get() / NANOS_A_MS,
        blocked.sum() / NANOS_A_SECOND);
  }

  /** The histogram answers with the upper edge of a bucket, which can lie beyond the longest. */
  private double percentileMs(Histogram now, double percentile) {
    return Math.min(now.getValueAtPercentile(percentile), longest.get()) / NANOS_A_MS;
  }

  /**
   * What a clock has recorded, in a form that travels between processes.
   *
   * @param totalNanos busy time
   * @param blockedNanos time that workers waited
   * @param longestNanos the longest piece of work
   * @param histogram of all pieces, as HdrHistogram compresses it
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Recording(long totalNanos, long blockedNanos, long longestNanos, byte[] histogram)
      implements Serializable {}

  /**
   * How long a stage took; the names are those of the timing report. Percentiles are right to 0.1 %
   * or 1 µs, the rest is exact.
   *
   * @param count pieces of work done: images, or batches where the stage works on batches
   * @param totalSeconds busy time summed over all workers
   * @param meanMs of one piece, as are the percentiles and the longest
   * @param blockedSeconds time that its workers waited for input or for room in the next stage's
   *     queue, summed; not part of the total
   */
  public record Stats(
      long count,
      double totalSeconds,
      double meanMs,
      double p50Ms,
      double p90Ms,
      double p95Ms,
      double p99Ms,
      double maxMs,
      double blockedSeconds) {}
}
