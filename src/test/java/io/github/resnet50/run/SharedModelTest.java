package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.run.ModelSource.SharedModel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedModelTest {
  private final FakeEngine engine = new FakeEngine();
  private final ModelSpec spec = FakeEngine.spec(Path.of("fake"));

  @Test
  void isLoadedOnceAndClosedWithItself() throws Exception {
    try (SharedModel model = new SharedModel(engine, spec, this::load)) {
      assertEquals(model.get(), model.get());
      assertEquals(1, engine.open());
    }
    assertEquals(0, engine.open());
  }

  @Test
  void onceClosedItIsNeitherHandedOutNorLoaded() throws Exception {
    SharedModel loaded = new SharedModel(engine, spec, this::load);
    loaded.get();
    loaded.close();
    assertThrows(IllegalStateException.class, loaded::get);
    SharedModel never = new SharedModel(engine, spec, () -> fail("must not be loaded"));
    never.close();
    assertThrows(IllegalStateException.class, never::get);
    assertEquals(0, engine.open());
  }

  private LoadedModel load() throws ModelException {
    return engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
  }

  @Test
  void closingDoesNotWaitForALoadThatAStoppedRunHasLeftBehind() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    SharedModel model =
        new SharedModel(
            engine,
            spec,
            () -> {
              begun.countDown();
              try {
                closed.await(); // as native code takes its time
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return load();
            });
    FutureTask<Object> loading = new FutureTask<>(model::get);
    new Thread(loading).start();
    begun.await();
    model.close();
    closed.countDown();
    assertThrows(ExecutionException.class, loading::get);
    assertEquals(0, engine.open(), "nobody else would close it");
  }
}
