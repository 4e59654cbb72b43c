package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.LoadGenerator.BatchWorker;
import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.basics.LoadGenerator.WorkerFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadGeneratorTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();

  private static LoadGenerator<IOException> load(
      WorkerFactory<IOException> opener, LongSupplier clock) {
    return new LoadGenerator<>(opener, IOException.class, clock);
  }

  /** Counts the workers that are open, and does what it is given. */
  private BatchWorker<IOException> counted(BatchWorker<IOException> work) {
    open.incrementAndGet();
    return new BatchWorker<>() {
      @Override
      public void work(int batchSize) throws IOException {
        work.work(batchSize);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @Test
  void oneWorkerGoesOnUntilTheTimeIsUp() throws Exception {
    try (LoadGenerator<IOException> load =
        load(number -> counted(size -> clock.addAndGet(SECOND)), clock::get)) {
      Measurement measured = load.measure(1, 2, 2.5);
      assertEquals(2, measured.itemsPerSecond(), 1e-9);
      assertEquals(List.of(SECOND, SECOND, SECOND), measured.batchNanos());
      assertEquals(2, load.measure(1, 5, 0.1).batchNanos().size(), "two at least");
      assertEquals(1, open.get(), "workers are kept");
    }
    assertEquals(0, open.get());
  }

  @Test
  void ratesOfWorkersAtOnceAddUp() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    ThreadLocal<Long> own = ThreadLocal.withInitial(() -> 0L);
    BatchWorker<IOException> meeting =
        size -> {
          both.countDown();
          try {
            assertTrue(both.await(10, TimeUnit.SECONDS), "not at once");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    LongSupplier seconds =
        () -> {
          own.set(own.get() + SECOND);
          return own.get();
        };
    try (LoadGenerator<IOException> load = load(number -> counted(meeting), seconds)) {
      // Looked at before the work and around every batch: two batches of three in 4 s.
      assertEquals(2 * 6 / 4.0, load.measure(2, 3, 1).itemsPerSecond(), 1e-9);
    }
  }

  @Test
  void aWorkersFailureIsThrown() throws Exception {
    BatchWorker<IOException> failing =
        size -> {
          throw new IOException("no more");
        };
    try (LoadGenerator<IOException> load = load(number -> counted(failing), clock::get)) {
      assertEquals(
          "no more", assertThrows(IOException.class, () -> load.measure(2, 1, 1)).getMessage());
    }
    assertEquals(0, open.get(), "workers are closed");
    WorkerFactory<IOException> unopened =
        number -> {
          throw new IllegalStateException("none");
        };
    try (LoadGenerator<IOException> load = load(unopened, clock::get)) {
      assertThrows(IllegalStateException.class, () -> load.measure(1, 1, 1));
    }
  }
}
