package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.walk.WalkCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BenchModelTest {
  private static final long SECOND = 1_000_000_000;
  private static final List<byte[]> IMAGES = List.of(red(1), red(2), red(3));

  private final AtomicLong clock = new AtomicLong();

  private static byte[] red(int level) {
    byte[] image = new byte[8 * 8 * 3];
    image[0] = (byte) level;
    return image;
  }

  private BenchModel model(FakeEngine backend) throws Exception {
    return new BenchModel(
        backend.load(FakeEngine.spec(Path.of("fake")), LoadRequest.of(ModelOutput.PROBABILITIES)),
        new BenchModel.LoadedImages(IMAGES, 0, WalkCounts.NONE),
        0,
        1,
        clock::get);
  }

  @Test
  void aPredictorGoesThroughTheImagesOverAndOver() throws Exception {
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) {
            clock.addAndGet(SECOND);
          }
        };
    try (BenchModel model = model(backend)) {
      Measurement measured = model.measure(new Setting(2, 1), 2.5);
      assertEquals(2, measured.itemsPerSecond(), 1e-9);
      assertEquals(
          List.of(List.of(1), List.of(1, 2), List.of(3, 1), List.of(2, 3)), backend.batches());
    }
  }

  @Test
  void anEnginesFailureIsThrown() throws Exception {
    FakeEngine backend =
        new FakeEngine() {
          private boolean warm;

          @Override
          protected synchronized void beforeBatch(List<Integer> batch) throws InferenceException {
            if (warm) {
              throw new InferenceException("no more", null);
            }
            warm = true;
          }
        };
    try (BenchModel model = model(backend)) {
      assertThrows(InferenceException.class, () -> model.measure(new Setting(1, 2), 1));
    }
    assertEquals(0, backend.open(), "predictors are closed before their model");
  }
}
