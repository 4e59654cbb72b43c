package io.github.resnet50.report.timing;

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
public record StageStats(
    long count,
    double totalSeconds,
    double meanMs,
    double p50Ms,
    double p90Ms,
    double p95Ms,
    double p99Ms,
    double maxMs,
    double blockedSeconds) {}
