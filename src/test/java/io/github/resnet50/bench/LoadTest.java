package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadTest {
  private static final long SECOND = 1_000_000_000;
  private static final List<byte[]> IMAGES = List.of(red(1), red(2), red(3));

  private final AtomicLong clock = new AtomicLong();

  private static byte[] red(int level) {
    byte[] image = new byte[8 * 8 * 3];
    image[0] = (byte) level;
    return image;
  }

  private static LoadedModel load(FakeEngine engine) throws Exception {
    return engine.load(FakeEngine.spec(Path.of("fake")), LoadRequest.of(Output.PROBABILITIES));
  }

  @Test
  void onePredictorGoesOnUntilTheTimeIsUp() throws Exception {
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) {
            clock.addAndGet(SECOND);
          }
        };
    try (LoadedModel model = load(backend);
        Load load = new Load(model, IMAGES, clock::get)) {
      Window window = load.measure(new Setting(2, 1), 2.5);
      assertEquals(2, window.imagesPerSecond(), 1e-9);
      assertEquals(List.of(SECOND, SECOND, SECOND), window.batchNanos());
      assertEquals(List.of(List.of(1, 2), List.of(3, 1), List.of(2, 3)), backend.batches());
      assertEquals(2, load.measure(new Setting(5, 1), 0.1).batchNanos().size(), "two at least");
    }
  }

  @Test
  void ratesOfPredictorsAtOnceAddUp() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) {
            both.countDown();
            try {
              assertTrue(both.await(10, TimeUnit.SECONDS), "not at once");
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    ThreadLocal<Long> own = ThreadLocal.withInitial(() -> 0L);
    try (LoadedModel model = load(backend);
        Load load =
            new Load(
                model,
                IMAGES,
                () -> {
                  own.set(own.get() + SECOND);
                  return own.get();
                })) {
      // Looked at before the work and around every batch: two batches of three images in 4 s.
      assertEquals(2 * 6 / 4.0, load.measure(new Setting(3, 2), 1).imagesPerSecond(), 1e-9);
    }
  }

  @Test
  void anEnginesFailureIsThrown() throws Exception {
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            throw new InferenceException("no more", null);
          }
        };
    try (LoadedModel model = load(backend);
        Load load = new Load(model, IMAGES, clock::get)) {
      assertThrows(InferenceException.class, () -> load.measure(new Setting(1, 2), 1));
    }
    assertEquals(0, backend.open(), "predictors are closed before their model");
  }
}
