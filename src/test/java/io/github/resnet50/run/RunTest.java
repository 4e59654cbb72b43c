package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.Run.Item;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a run whatever is done with its batches; for the rest see ClassifyRunTest. */
@Timeout(30)
class RunTest {
  private static final int BATCH = 3;

  @TempDir Path folder;
  private final StopSignal stop = new StopSignal();
  private final FakeEngine engine = new FakeEngine();
  private final List<List<String>> written = new ArrayList<>();

  /** Does something with each batch and gives the names of its images. */
  private interface Step {
    void on(List<Item> batch);
  }

  private record Names(Step step, AtomicInteger open) implements Run.BatchWork<String> {
    @Override
    public List<String> apply(List<Item> batch) {
      step.on(batch);
      return batch.stream().map(item -> item.ref().name()).toList();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }

  private record Silent() implements RunListener {
    @Override
    public void walkEnded(long found) {}

    @Override
    public void written(ItemResult result) {}
  }

  private RunOutcome run(ImageWalk.Opener images, Step step) throws Exception {
    ModelSpec spec = FakeEngine.spec(folder);
    RunConfig config =
        new RunConfig(
            ScanOptions.of(List.of(folder.toString())),
            BATCH,
            1,
            new RunConfig.Limits(1 << 20, 60),
            new RunConfig.Workers(2, 2));
    ModelSource source = ModelSource.of(engine, spec, LoadRequest.of(ModelOutput.PROBABILITIES));
    AtomicInteger open = new AtomicInteger();
    Run<String> run = new Run<>(config, source, new Silent(), stop);
    try {
      return run.run(
          images,
          Checkpoints.NONE,
          model -> {
            open.incrementAndGet();
            return new Names(step, open);
          },
          (batch, names) -> written.add(names));
    } finally {
      assertEquals(0, open.get(), "every thread's work is closed");
      assertEquals(0, engine.open());
    }
  }

  private List<ImageRef> images(int count) throws Exception {
    byte[] png = Files.readAllBytes(TestImages.plain(folder.resolve("a.png"), 4, 4, Color.RED));
    List<ImageRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(new ImageRef(i, "archive.tar/" + i, new Bytes(png)));
    }
    return refs;
  }

  /** An image that is no file, such as an entry of an archive. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Bytes(byte[] png) implements ImageSource {
    @Override
    public byte[] read() throws ImageException {
      if (png.length == 0) {
        throw new ImageException(Kind.UNREADABLE, "the archive ends early");
      }
      return png;
    }

    @Override
    public String state() {
      return "" + png.length;
    }
  }

  @Test
  void imagesNeedNotBeFilesAndResultsComeInTheirOrder() throws Exception {
    List<ImageRef> refs = images(20);
    refs.set(4, new ImageRef(4, "archive.tar/4", new Bytes(new byte[0])));
    List<ImageFailure> failures = new ArrayList<>();
    RunOutcome outcome =
        run(
            () -> ImageWalk.of(refs.iterator()),
            batch -> {
              synchronized (failures) {
                batch.stream()
                    .filter(i -> i.pixels() == null)
                    .forEach(i -> failures.add(i.failure()));
              }
            });
    assertTrue(outcome.isComplete());
    assertEquals(20, outcome.found());
    assertEquals(7, written.size());
    assertEquals(
        refs.stream().map(ImageRef::name).toList(),
        written.stream().flatMap(List::stream).toList());
    assertEquals(
        List.of("Unreadable: the archive ends early"),
        failures.stream().map(ImageFailure::toString).toList());
  }

  @Test
  void workThatIsLeftOffBecauseOfTheSignalIsLeftOutWithAllThatFollows() throws Exception {
    List<ImageRef> refs = images(30);
    RunOutcome outcome =
        run(
            () -> ImageWalk.of(refs.iterator()),
            batch -> {
              if (batch.get(0).ref().index() == 2 * BATCH) {
                stop.give();
                throw new CancellationException();
              }
            });
    assertEquals(RunOutcome.End.STOPPED, outcome.end());
    assertTrue(written.size() <= 2, written.size() + " batches");
  }

  @Test
  void workThatIsLeftOffWithoutTheSignalIsAFailure() throws Exception {
    List<ImageRef> refs = images(30);
    PipelineException e =
        assertThrows(
            PipelineException.class,
            () ->
                run(
                    () -> ImageWalk.of(refs.iterator()),
                    batch -> {
                      throw new CancellationException();
                    }));
    assertInstanceOf(CancellationException.class, e.getCause());
  }

  @Test
  void aSignalThatWasGivenBeforeStopsEveryRunThatSharesIt() throws Exception {
    List<ImageRef> refs = images(9);
    stop.give();
    for (int i = 0; i < 2; i++) {
      RunOutcome outcome = run(() -> ImageWalk.of(refs.iterator()), batch -> {});
      assertEquals(RunOutcome.End.STOPPED, outcome.end());
      assertNull(outcome.engine(), "nothing was started");
    }
    assertEquals(List.of(), written);
  }

  @Test
  void aHookRunsOnceTheSignalIsGivenUnlessItWasForgotten() {
    List<String> heard = new ArrayList<>();
    Runnable forgotten = () -> heard.add("forgotten");
    stop.onGiven(forgotten);
    stop.onGiven(() -> heard.add("before"));
    stop.forget(forgotten);
    stop.give();
    stop.onGiven(() -> heard.add("after"));
    assertEquals(List.of("before", "after"), heard);
    assertTrue(stop.isGiven());
  }
}
