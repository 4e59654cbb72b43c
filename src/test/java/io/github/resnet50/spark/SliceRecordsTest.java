package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.ModelSource;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SliceRecordsTest {
  private static final int BATCH = 4;

  @TempDir Path folder;
  private final AtomicReference<RunOutcome> done = new AtomicReference<>();

  private SliceRecords records(Slice slice, FakeEngine backend, int predictors) {
    Places places = new Places("/nowhere", true);
    ClassifyTask.TaskSettings settings =
        new ClassifyTask.TaskSettings(
            new ModelBundle.ModelPlace("", false), places, BATCH, 2, 1 << 20, 60, 1);
    return new SliceRecords(
        settings.config(predictors),
        ModelSource.of(backend, FakeEngine.spec(folder), LoadRequest.of(ModelOutput.PROBABILITIES)),
        Run.Heap.whole(),
        slice.refs(places, (Configuration) null),
        (run, outcome) -> done.set(outcome));
  }

  private List<Slice> slices(int images, int most) throws Exception {
    TestImages.numbered(folder, images);
    try (ImageScanner walk = new ImageScanner(ScanOptions.of(List.of(folder.toString())))) {
      return new SlicePlan(walk, ref -> {}, BATCH).slices(1, most);
    }
  }

  private List<ItemResult> classified() throws Exception {
    List<ItemResult> results = new ArrayList<>();
    RunConfig config =
        new RunConfig(
            ScanOptions.of(List.of(folder.toString())),
            BATCH,
            2,
            new RunConfig.Limits(1 << 20, 60),
            new RunConfig.Workers(2, 2));
    new ClassifyRun(config, FakeEngine.spec(folder), new FakeEngine(), new Silent())
        .run(columns -> new Collecting(results));
    return results;
  }

  @Test
  void slicesTogetherGiveTheRecordsAndTheBatchesOfOneRun() throws Exception {
    List<Slice> slices = slices(42, 8);
    TestImages.breakIt(folder, 5);
    TestImages.breakIt(folder, 41);
    assertTrue(slices.size() > 2, slices.size() + " slices");
    FakeEngine backend = new FakeEngine();
    List<ItemResult> results = new ArrayList<>();
    for (Slice slice : slices) {
      try (SliceRecords records = records(Slice.of(slice.toBytes()), backend, 2)) {
        records.forEachRemaining(results::add);
        assertNotNull(done.getAndSet(null));
      }
    }
    assertEquals(classified(), results);
    assertEquals(
        10 + 1, backend.batches().size(), "the last window has one image that can be read");
    assertEquals(0, backend.open());
  }

  @Test
  void whatIsClosedEarlyEndsAndIsNeverTakenForDone() throws Exception {
    Slice slice = slices(40, 100).get(0);
    CountDownLatch atWork = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            if (batches().size() > 1) {
              atWork.countDown();
              await(closing);
            }
          }
        };
    SliceRecords records = records(slice, backend, 1);
    assertTrue(records.hasNext());
    atWork.await(); // the run is to be stopped while the engine is at work
    Thread close = new Thread(records::close);
    close.start();
    while (close.isAlive()
        && close.getState() != Thread.State.TIMED_WAITING) { // for the run, which it has stopped
      Thread.onSpinWait();
    }
    closing.countDown();
    close.join();
    assertEquals(0, backend.open());
    assertThrows(IllegalStateException.class, () -> records.forEachRemaining(result -> {}));
    assertNull(done.get());
  }

  @Test
  void aBrokenEngineFailsTheTask() throws Exception {
    Slice slice = slices(8, 100).get(0);
    FakeEngine broken =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            throw new InferenceException("out of order", null);
          }
        };
    try (SliceRecords records = records(slice, broken, 1)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, records::hasNext);
      assertTrue(e.getMessage().contains("out of order"), e.getMessage());
      assertNull(done.get());
    }
  }

  @Test
  void anInterruptedTaskDoesNotHang() throws Exception {
    Slice slice = slices(40, 100).get(0);
    try (SliceRecords records = records(slice, new FakeEngine(), 1)) {
      Thread.currentThread().interrupt();
      assertThrows(IllegalStateException.class, () -> records.forEachRemaining(result -> {}));
      assertTrue(Thread.interrupted());
    }
    assertFalse(Thread.interrupted());
  }

  private static void await(CountDownLatch latch) throws InferenceException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InferenceException("interrupted", e);
    }
  }

  private record Silent() implements RunListener {
    @Override
    public void walkEnded(long found) {}

    @Override
    public void written(ItemResult result) {}
  }

  private record Collecting(List<ItemResult> results)
      implements io.github.resnet50.report.PredictionSink {
    @Override
    public void write(ItemResult result) {
      results.add(result);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
