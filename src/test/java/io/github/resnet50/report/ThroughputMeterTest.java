package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ThroughputMeterTest {
  private static final long SECOND = 1_000_000_000L;

  // Close to the largest long: nanoTime may start anywhere and overflow during a run.
  private final long start = Long.MAX_VALUE - SECOND;
  private final ThroughputMeter meter = new ThroughputMeter(start);

  private long after(long seconds) {
    return start + seconds * SECOND;
  }

  @Test
  void nothingDone() {
    assertEquals(0, meter.imagesPerSecond());
    assertEquals(new TimingReport.Batches(0, 0), meter.batches());
  }

  @Test
  void theFirstBatchDoesNotCount() {
    meter.batchDone(32, after(10));
    meter.batchDone(32, after(12));
    meter.batchDone(8, after(14));
    assertEquals(10, meter.imagesPerSecond());
    assertEquals(new TimingReport.Batches(3, 24), meter.batches());
  }

  @Test
  void batchesMayBeReportedInAnyOrder() {
    meter.batchDone(8, after(14));
    meter.batchDone(32, after(12));
    meter.batchDone(32, after(10));
    assertEquals(10, meter.imagesPerSecond());
  }

  @Test
  void batchesThatEndWithTheFirstDoNotCount() {
    meter.batchDone(32, after(10));
    meter.batchDone(32, after(10));
    meter.batchDone(32, after(12));
    assertEquals(16, meter.imagesPerSecond());
  }

  @Test
  void oneBatchIsMeasuredFromTheStart() {
    meter.batchDone(30, after(2));
    assertEquals(15, meter.imagesPerSecond());
  }

  @Test
  void noTimeIsNoRate() {
    meter.batchDone(30, start);
    assertEquals(0, meter.imagesPerSecond());
  }
}
