package io.github.resnet50.report;

import java.io.Serializable;

/**
 * What a {@link StageClock} has recorded, in a form that travels between processes.
 *
 * @param totalNanos busy time
 * @param blockedNanos time that workers waited
 * @param longestNanos the longest piece of work
 * @param histogram of all pieces, as HdrHistogram compresses it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
public record StageTimes(long totalNanos, long blockedNanos, long longestNanos, byte[] histogram)
    implements Serializable {}
