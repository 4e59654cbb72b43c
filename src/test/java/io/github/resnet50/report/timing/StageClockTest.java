package io.github.resnet50.report.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.report.timing.StageClock.Stats;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageClockTest {
  private final StageClock clock = new StageClock();

  @Test
  void nothingRecorded() {
    assertEquals(new Stats(0, 0, 0, 0, 0, 0, 0, 0, 0), clock.snapshot());
  }

  @Test
  void oneToAThousandMilliseconds() {
    IntStream.rangeClosed(1, 1000).forEach(ms -> clock.record(TimeUnit.MILLISECONDS.toNanos(ms)));
    clock.blocked(TimeUnit.MILLISECONDS.toNanos(1500));
    clock.blocked(TimeUnit.MILLISECONDS.toNanos(500));
    Stats stats = clock.snapshot();
    assertEquals(1000, stats.count());
    assertEquals(500.5, stats.totalSeconds(), 1e-9);
    assertEquals(500.5, stats.meanMs(), 1e-9);
    assertEquals(500, stats.p50Ms(), 0.5);
    assertEquals(900, stats.p90Ms(), 0.9);
    assertEquals(950, stats.p95Ms(), 0.95);
    assertEquals(990, stats.p99Ms(), 1);
    assertEquals(1000, stats.maxMs(), 0);
    assertEquals(2, stats.blockedSeconds(), 1e-9);
  }

  @Test
  void percentilesNeverExceedTheLongest() {
    clock.record(123_456_789);
    Stats stats = clock.snapshot();
    assertEquals(123.456789, stats.maxMs(), 0);
    assertEquals(123.456789, stats.p50Ms(), 0.13);
    assertEquals(123.456789, stats.p99Ms(), 0);
  }

  @Test
  void outOfRange() {
    clock.record(-5);
    clock.record(TimeUnit.HOURS.toNanos(3));
    Stats stats = clock.snapshot();
    assertEquals(2, stats.count());
    assertEquals(3 * 3600, stats.totalSeconds(), 1e-9);
    assertEquals(3 * 3600e3, stats.maxMs(), 0);
  }

  @Test
  void manyThreadsLoseNothing() {
    IntStream.range(0, 200_000).parallel().forEach(i -> clock.record(1_000_000));
    Stats stats = clock.snapshot();
    assertEquals(200_000, stats.count());
    assertEquals(200, stats.totalSeconds(), 1e-9);
    assertEquals(1, stats.p50Ms(), 0);
  }
}
