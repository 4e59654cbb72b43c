package io.github.resnet50.report.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ThroughputMeterTest {
  private static final long SECOND = 1_000_000_000L;

  // Close to the largest long: nanoTime may start anywhere and overflow during a run.
  private final long start = Long.MAX_VALUE - SECOND;
  private final ThroughputMeter meter = new ThroughputMeter(start, 1);

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
    for (int i = 1; i <= 3; i++) {
      meter.batchDone(32, after(10 + 2L * i));
    }
    meter.batchDone(8, after(20));
    assertEquals(10.4, meter.imagesPerSecond(), 1e-9);
    assertEquals(new TimingReport.Batches(5, 27.2), meter.batches());
  }

  @Test
  void batchesMayBeReportedInAnyOrder() {
    meter.batchDone(8, after(20));
    for (int i = 3; i >= 0; i--) {
      meter.batchDone(32, after(10 + 2L * i));
    }
    assertEquals(10.4, meter.imagesPerSecond(), 1e-9);
  }

  @Test
  void theFirstBatchOfEveryPredictorDoesNotCount() {
    ThroughputMeter two = new ThroughputMeter(start, 2);
    two.batchDone(32, after(10));
    two.batchDone(16, after(11));
    for (int i = 1; i <= 8; i++) {
      two.batchDone(32, after(11L + i));
    }
    assertEquals(32, two.imagesPerSecond());
  }

  @Test
  void aShortRunIsMeasuredFromTheStart() {
    for (int i = 1; i <= 4; i++) {
      meter.batchDone(30, after(2L * i));
    }
    assertEquals(15, meter.imagesPerSecond());
  }

  @Test
  void batchesThatAllEndAtOnceAreMeasuredFromTheStart() {
    for (int i = 0; i < 10; i++) {
      meter.batchDone(8, after(4));
    }
    assertEquals(20, meter.imagesPerSecond());
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
