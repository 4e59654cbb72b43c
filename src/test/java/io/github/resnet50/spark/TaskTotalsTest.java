package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.report.timing.StageClock.Stats;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTotalsTest {
  private static TaskTotals task(String executor, long ok, long rss, int... inferenceMs) {
    StageClock clock = new StageClock();
    for (int ms : inferenceMs) {
      clock.record(ms * 1_000_000L);
    }
    return new TaskTotals(
        ok,
        1,
        inferenceMs.length,
        2.5,
        Map.of(Stage.INFERENCE, clock.times()),
        Map.of(
            executor,
            new TaskTotals.Executor(
                10 * rss, rss, 1.5, 0.5, 0.2, new EngineInfo("TensorFlow", "2.16.1", "cpu()"))),
        new TaskTotals.Failure(100 - ok, "image " + (100 - ok)));
  }

  @Test
  void tasksAddUpAsIfOneClockHadMeasuredThem() {
    TaskTotals.TotalsAccumulator all = new TaskTotals.TotalsAccumulator();
    assertTrue(all.isZero());
    all.add(task("0", 7, 100, 10, 20));
    TaskTotals.TotalsAccumulator more = (TaskTotals.TotalsAccumulator) all.copy();
    more.reset();
    more.add(task("1", 8, 300, 30));
    more.add(task("1", 9, 200, 400));
    all.merge(more);
    TaskTotals totals = all.value();
    assertEquals(24, totals.ok());
    assertEquals(3, totals.failed());
    assertEquals(4, totals.batches());
    assertEquals(7.5, totals.taskSeconds(), 1e-9);
    assertEquals(2, totals.executors().size());
    Stats inference = totals.stats().get(Stage.INFERENCE);
    assertEquals(4, inference.count());
    assertEquals(0.46, inference.totalSeconds(), 1e-9);
    assertEquals(400, inference.maxMs(), 1e-9);
    assertEquals(20, inference.p50Ms(), 0.1);
    assertEquals(0, totals.stats().get(Stage.READ).count());
    assertEquals(300, totals.memory().rssPeakBytes());
    assertEquals(3000, totals.memory().heapPeakBytes());
    assertEquals("2.16.1", totals.engine().version());
    assertEquals("image 91", totals.first().text());
  }

  @Test
  void nothingIsNothing() {
    assertEquals(0, TaskTotals.NONE.stats().get(Stage.WRITE).count());
    assertNull(TaskTotals.NONE.memory().rssPeakBytes());
    assertNull(TaskTotals.NONE.engine().device());
  }
}
