package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.journal.Checkpoints;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine with far more processors than this one, whose engine takes known times. */
@Timeout(60)
class ManyPredictorsTest {
  private static final int PREDICTORS = 64;
  private static final int BATCH = 4;
  private static final int IMAGES = 6_000;

  @TempDir Path folder;
  private final List<String> written = new ArrayList<>();

  /** Images that the walk has given and of which no record is written yet, and the most of them. */
  private final AtomicInteger underWay = new AtomicInteger();

  private final AtomicInteger most = new AtomicInteger();

  /** Every batch takes its time, and those of the first 64 end only once all of them run. */
  private static final class SlowEngine extends FakeEngine {
    private final CountDownLatch allAtWork = new CountDownLatch(PREDICTORS);
    private final Random random = new Random(4);

    @Override
    protected void beforeBatch(List<Integer> batch) throws InferenceException {
      try {
        allAtWork.countDown();
        assertTrue(allAtWork.await(30, TimeUnit.SECONDS), "predictors stand idle");
        Thread.sleep(milliseconds());
      } catch (InterruptedException e) {
        throw new InferenceException("interrupted", e);
      }
    }

    /** Now and then a straggler, which all records behind it wait for. */
    private synchronized int milliseconds() {
      return random.nextInt(50) == 0 ? 60 : random.nextInt(6);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Bytes(byte[] png) implements ImageSource {
    @Override
    public byte[] read() {
      return png;
    }

    @Override
    public String state() {
      return "same";
    }
  }

  private ImageWalk walk() {
    try {
      byte[] png = Files.readAllBytes(TestImages.plain(folder.resolve("a.png"), 4, 4, Color.RED));
      return ImageWalk.of(
          IntStream.range(0, IMAGES)
              .mapToObj(i -> new ImageRef(i, name(i), new Bytes(png)))
              .peek(ref -> most.accumulateAndGet(underWay.incrementAndGet(), Math::max))
              .iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(int index) {
    return "photo-" + index;
  }

  private final class Names implements PredictionSink {
    @Override
    public void write(ItemResult result) {
      underWay.decrementAndGet();
      written.add(result.name());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /**
   * All predictors work at once, records come in order however long each batch takes, and what lies
   * between the walk and the output stays within the heap's share.
   */
  @Test
  void sixtyFourAtWorkKeepOrderAndMemory() throws Exception {
    SlowEngine engine = new SlowEngine();
    RunConfig config =
        new RunConfig(
            ScanOptions.of(List.of(folder.toString())),
            BATCH,
            1,
            new RunConfig.Limits(1 << 20, 60),
            new RunConfig.Workers(8, PREDICTORS));
    ModelSource source =
        ModelSource.of(engine, FakeEngine.spec(folder), LoadRequest.of(ModelOutput.PROBABILITIES));
    long heap = 1 << 20;
    ClassifyRun run =
        new ClassifyRun(
            config,
            source,
            RunListener.NONE,
            ClassifySettings.TOP_K,
            new Run.Heap(DecodeMemory.ofProcess(), heap));
    RunOutcome outcome = run.run(this::walk, predictions -> new Names(), Checkpoints.NONE);
    assertEquals(IMAGES, outcome.tally().ok());
    assertEquals(IntStream.range(0, IMAGES).mapToObj(ManyPredictorsTest::name).toList(), written);
    int batches = BatchBudget.of(config, source.spec().preprocessing(), heap).batches();
    assertTrue(batches < IMAGES / BATCH / 4, "a limit that is felt");
    assertTrue(
        most.get() <= (batches + 2) * BATCH, () -> most + " images under way, of " + batches);
    assertEquals(0, engine.open());
  }
}
