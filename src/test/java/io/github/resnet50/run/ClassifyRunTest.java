package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.image.decode.FakeCodec;
import io.github.resnet50.image.decode.ImageCodec;
import io.github.resnet50.image.decode.ImageFile;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.ScanOptions.FilesFrom;
import io.github.resnet50.image.walk.Shard;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.run.RunOutcome.End;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.io.input.BrokenInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ClassifyRunTest {
  @TempDir Path folder;

  private final Records records = new Records();

  @AfterEach
  void noThreadIsLeft() {
    List<String> left =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.matches("(startup|scan|write|(decode|predict)(-\\d+)?)"))
            .toList();
    assertEquals(List.of(), left);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,1,4", "3,4,1", "4,4,4", "50,2,2", "64,2,2"})
  void recordsComeInWalkOrderWhateverTheParallelism(int batch, int decoders, int predictors)
      throws Exception {
    TestImages.numbered(folder, 50);
    FakeEngine backend = new FakeEngine();
    RunOutcome outcome = run(config().batch(batch).workers(decoders, predictors), backend);
    assertEquals(names(IntStream.range(0, 50)), records.names());
    assertEquals(
        IntStream.range(0, 50).mapToObj(Long::valueOf).toList(),
        records.all().stream().map(ItemResult::index).toList());
    assertEquals(50, outcome.found());
    assertEquals(50, outcome.tally().ok());
    assertEquals(End.COMPLETE, outcome.end());
    assertTrue(records.closed);
    assertEquals(0, backend.open());
  }

  @Test
  void aWindowThatIsDoneEarlyWaitsForTheOneBeforeIt() throws Exception {
    TestImages.numbered(folder, 6);
    CountDownLatch secondIsPredicted = new CountDownLatch(1);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) {
            if (batch.contains(0)) {
              await(secondIsPredicted);
            } else if (batch.contains(4)) {
              secondIsPredicted.countDown(); // the same predictor has done 2, 3 before
            }
          }
        };
    run(config().batch(2).workers(2, 2), backend);
    assertEquals(names(IntStream.range(0, 6)), records.names());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4,3"})
  void batchesAreFixedWindowsOfTheWalkAndTheLastGoesThroughInParts(int decoders, int predictors)
      throws Exception {
    TestImages.numbered(folder, 13);
    FakeEngine backend = new FakeEngine();
    RunOutcome outcome = run(config().batch(8).workers(decoders, predictors), backend);
    assertEquals(
        List.of(List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(8, 9), List.of(10, 11), List.of(12)),
        sorted(backend));
    assertEquals(names(IntStream.range(0, 13)), records.names());
    assertEquals(4, outcome.measurements().batches().count());
    assertEquals(13 / 4.0, outcome.measurements().batches().meanSize(), 1e-9);
    assertEquals(2, outcome.measurements().stages().get(Stage.WRITE).count(), "windows");
  }

  @Test
  void aFullBatchIsTheLastIfNothingFollows() throws Exception {
    TestImages.numbered(folder, 16);
    FakeEngine backend = new FakeEngine();
    run(config().batch(8), backend);
    assertEquals(5, sorted(backend).size());
    assertEquals(List.of(14, 15), sorted(backend).get(4));
  }

  @Test
  void aFailedImageGetsARecordInItsPlaceAndNeverEntersABatch() throws Exception {
    TestImages.numbered(folder, 6);
    TestImages.breakIt(folder, 1);
    FakeEngine backend = new FakeEngine();
    RunOutcome outcome = run(config().batch(3), backend);
    assertEquals(List.of(List.of(0, 2), List.of(3), List.of(4), List.of(5)), sorted(backend));
    assertEquals(names(IntStream.range(0, 6)), records.names());
    ItemResult.Failed failed = assertInstanceOf(ItemResult.Failed.class, records.all().get(1));
    assertEquals(ImageFailure.Kind.UNSUPPORTED, failed.failure().kind());
    assertEquals(5, outcome.tally().ok());
    assertEquals(1, outcome.tally().failed());
    assertEquals(End.COMPLETE, outcome.end());
  }

  @Test
  void aPathKnownToBeMissingIsARecordToo() throws Exception {
    Path image = TestImages.plain(folder.resolve("a.png"), 4, 4, Color.RED);
    Path gone = folder.resolve("gone.png");
    FakeEngine backend = new FakeEngine();
    run(config().roots(gone.toString(), image.toString(), gone.toString()), backend);
    assertEquals(List.of(gone.toString(), image.toString(), gone.toString()), records.names());
    ItemResult.Failed failed = assertInstanceOf(ItemResult.Failed.class, records.all().get(0));
    assertEquals(ImageFailure.Kind.NOT_FOUND, failed.failure().kind());
  }

  @Test
  void aWindowOfFailuresOnlyNeverReachesThePredictor() throws Exception {
    TestImages.numbered(folder, 6);
    for (int i = 2; i < 4; i++) {
      TestImages.breakIt(folder, i);
    }
    FakeEngine backend = new FakeEngine();
    RunOutcome outcome = run(config().batch(2), backend);
    assertEquals(List.of(List.of(0, 1), List.of(4), List.of(5)), sorted(backend));
    assertEquals(2, outcome.tally().failed());
    assertEquals(names(IntStream.range(0, 6)), records.names());
  }

  @Test
  void predictionsAreTheTopKWithSizesOfTheImageItself() throws Exception {
    TestImages.plain(folder.resolve("a.png"), 30, 20, new Color(9, 59, 29));
    run(config().topK(2), new FakeEngine());
    ItemResult.Predicted predicted =
        assertInstanceOf(ItemResult.Predicted.class, records.all().get(0));
    assertEquals(30, predicted.width());
    assertEquals(20, predicted.height());
    assertEquals(
        List.of("green", "blue"), predicted.predictions().stream().map(p -> p.label()).toList());
    assertEquals(
        List.of(0.6f, 0.3f), predicted.predictions().stream().map(p -> p.probability()).toList());
    assertEquals(1, predicted.predictions().get(0).classIndex());
  }

  @Test
  void topKIsClampedToTheClassesThereAre() throws Exception {
    TestImages.numbered(folder, 1);
    run(config().topK(2000), new FakeEngine());
    assertEquals(3, records.predictions);
    ItemResult.Predicted predicted =
        assertInstanceOf(ItemResult.Predicted.class, records.all().get(0));
    assertEquals(3, predicted.predictions().size());
  }

  @Test
  void anImageWhoseProbabilitiesAreNotNumbersFailsAlone() throws Exception {
    TestImages.numbered(folder, 3);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected float[] probabilities(byte[] rgb) {
            return rgb[0] == 1 ? new float[] {0.5f, Float.NaN, 0.1f} : super.probabilities(rgb);
          }
        };
    RunOutcome outcome = run(config(), backend);
    assertEquals(2, outcome.tally().ok());
    ItemResult.Failed failed = assertInstanceOf(ItemResult.Failed.class, records.all().get(1));
    assertEquals(ImageFailure.Kind.INFERENCE, failed.failure().kind());
    assertTrue(failed.failure().message().contains("NaN"), failed.failure().message());
  }

  @Test
  void toleratedFailuresDoNotEndARun() throws Exception {
    TestImages.numbered(folder, 8);
    TestImages.breakIt(folder, 0);
    TestImages.breakIt(folder, 1);
    RunOutcome outcome = run(config().batch(1).maxFailures(2), new FakeEngine());
    assertEquals(End.COMPLETE, outcome.end());
    assertEquals(8, records.all().size());
  }

  @Test
  void oneFailureMoreThanToleratedEndsTheRunAfterItsWindow() throws Exception {
    TestImages.numbered(folder, 200);
    TestImages.breakIt(folder, 0);
    TestImages.breakIt(folder, 3);
    RunOutcome outcome = run(config().batch(2).workers(1, 1).maxFailures(1), new FakeEngine());
    assertEquals(End.TOO_MANY_FAILURES, outcome.end());
    int written = records.all().size();
    assertTrue(written >= 4 && written < 200 && written % 2 == 0, written + " records");
    assertEquals(names(IntStream.range(0, written)), records.names());
    assertEquals(2, outcome.tally().failed());
  }

  @Test
  void nothingBehindTheWindowOfTheFailureIsWrittenWhateverIsInHand() throws Exception {
    TestImages.numbered(folder, 64);
    TestImages.breakIt(folder, 5);
    RunOutcome outcome = run(config().batch(4).workers(4, 4).maxFailures(0), new FakeEngine());
    assertEquals(End.TOO_MANY_FAILURES, outcome.end());
    assertEquals(names(IntStream.range(0, 8)), records.names());
  }

  @Test
  void failuresInTheLastWindowLeaveNothingUndone() throws Exception {
    TestImages.numbered(folder, 3);
    TestImages.breakIt(folder, 2);
    RunOutcome outcome = run(config().maxFailures(0), new FakeEngine());
    assertEquals(End.COMPLETE, outcome.end());
    assertEquals(3, records.all().size());
  }

  @Test
  void stopFinishesTheBatchInTheEngineAndWritesWholeWindowsOnly() throws Exception {
    TestImages.numbered(folder, 100);
    AtomicReference<ClassifyRun> run = new AtomicReference<>();
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) {
            if (batch.contains(6)) {
              run.get().stop();
            }
          }
        };
    run.set(new ClassifyRun(config().batch(3).workers(1, 1).done(), spec(), backend, records));
    RunOutcome outcome = run.get().run(records::open);
    assertEquals(End.STOPPED, outcome.end());
    assertEquals(names(IntStream.range(0, 9)), records.names());
    assertEquals(9, outcome.tally().ok());
    assertTrue(records.closed, "the format is completed");
    assertEquals(0, backend.open());
  }

  @Test
  void stopLeavesOutWhatFollowsAWindowThatWasNotDone() throws Exception {
    TestImages.numbered(folder, 12);
    AtomicReference<ClassifyRun> run = new AtomicReference<>();
    CountDownLatch stopped = new CountDownLatch(1);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected List<ImageCodec> codecs() {
            return List.of(
                slowFor(
                    20,
                    () -> {
                      run.get().stop();
                      stopped.countDown();
                    }));
          }

          @Override
          protected void beforeBatch(List<Integer> batch) {
            await(
                stopped); // its window is in the engine when the run is stopped: written, if first
          }
        };
    Files.delete(folder.resolve("002.png"));
    TestImages.plain(folder.resolve("002.png"), 20, 20, Color.RED);
    run.set(new ClassifyRun(config().batch(1).workers(3, 3).done(), spec(), backend, records));
    RunOutcome outcome = run.get().run(records::open);
    assertEquals(End.STOPPED, outcome.end());
    assertEquals(names(IntStream.range(0, records.all().size())), records.names());
    assertTrue(records.all().size() <= 2, records.all().size() + " records");
  }

  @Test
  void stopBeforeTheFirstBatchWritesNothingAndOpensNoOutput() throws Exception {
    TestImages.numbered(folder, 4);
    FakeEngine backend = new FakeEngine();
    ClassifyRun run = new ClassifyRun(config().done(), spec(), backend, records);
    run.stop();
    RunOutcome outcome = run.run(records::open);
    assertEquals(End.STOPPED, outcome.end());
    assertEquals(0, records.opened);
    assertEquals(List.of(), backend.batches());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stopWaitsForNoEngineAndNoModel(boolean engineIsUp) throws Exception {
    TestImages.numbered(folder, 100);
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch runHasEnded = new CountDownLatch(1);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          public EngineInfo start() throws ModelException {
            if (!engineIsUp) {
              comeUp();
            }
            return super.start();
          }

          @Override
          public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
            comeUp();
            return super.load(spec, request);
          }

          private void comeUp() { // natively: nothing interrupts it
            starting.countDown();
            while (runHasEnded.getCount() > 0) {
              Thread.onSpinWait();
            }
          }
        };
    ClassifyRun run = new ClassifyRun(config().batch(2).done(), spec(), backend, records);
    Thread stopper =
        new Thread(
            () -> {
              ClassifyRunTest.await(starting);
              run.stop();
            });
    stopper.start();
    RunOutcome outcome = run.run(records::open);
    runHasEnded.countDown();
    stopper.join();
    assertEquals(End.STOPPED, outcome.end());
    assertEquals(0, outcome.tally().ok() + outcome.tally().failed());
    assertEquals(0, records.opened);
    while (isAlive("startup")) {
      Thread.onSpinWait();
    }
    assertEquals(0, backend.open(), "what came up too late is closed");
  }

  @Test
  void anImageThatDoesNotFitBesideOthersIsTriedAlone() throws Exception {
    TestImages.numbered(folder, 30);
    for (int i = 0; i < 30; i += 3) {
      Path file = folder.resolve("%03d.png".formatted(i));
      Files.delete(file);
      TestImages.plain(file, 20, 20, Color.RED);
    }
    AtomicInteger decoding = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    Set<Object> tried = ConcurrentHashMap.newKeySet();
    Map<Thread, Integer> attempts = new ConcurrentHashMap<>();
    FakeEngine backend =
        decodingBy(
            file -> {
              int now = decoding.incrementAndGet();
              try {
                if (file.width() != 20) {
                  Thread.onSpinWait();
                  return;
                }
                int attempt = attempts.merge(Thread.currentThread(), 1, Integer::sum);
                if (attempt % 2 == 1) {
                  throw new OutOfMemoryError("Java heap space");
                }
                tried.add(new Object());
                together.accumulateAndGet(Math.max(now, decoding.get()), Math::max);
              } finally {
                decoding.decrementAndGet();
              }
            });
    RunOutcome outcome = run(config().batch(3).workers(4, 2), backend);
    assertEquals(30, outcome.tally().ok());
    assertEquals(10, tried.size());
    assertEquals(1, together.get(), "alone");
  }

  @Test
  void anImageThatDoesNotEvenFitAloneFails() throws Exception {
    TestImages.numbered(folder, 3);
    AtomicInteger attempts = new AtomicInteger();
    FakeEngine backend =
        decodingBy(
            file -> {
              attempts.incrementAndGet();
              throw new OutOfMemoryError("Java heap space");
            });
    RunOutcome outcome = run(config(), backend);
    assertEquals(3, outcome.tally().failed());
    assertEquals(6, attempts.get());
    ItemResult.Failed failed = assertInstanceOf(ItemResult.Failed.class, records.all().get(0));
    assertEquals(ImageFailure.Kind.OUT_OF_MEMORY, failed.failure().kind());
  }

  @Test
  void aDecoderThatHangsCostsOneRecordAndNotTheRun() throws Exception {
    TestImages.numbered(folder, 9);
    TestImages.plain(folder.resolve("0004.png"), 20, 20, Color.RED);
    CountDownLatch never = new CountDownLatch(1);
    FakeEngine backend =
        decodingBy(
            file -> {
              while (file.width() == 20 && never.getCount() > 0) {
                Thread.onSpinWait(); // deaf to interrupts, as a loop in a decoder is
              }
            });
    try {
      RunOutcome outcome = run(config().imageSeconds(0.2), backend);
      List<ItemResult> all = records.all();
      List<ItemResult.Failed> failed =
          all.stream()
              .filter(ItemResult.Failed.class::isInstance)
              .map(ItemResult.Failed.class::cast)
              .toList();
      assertEquals(all.size() - 1, outcome.tally().ok());
      assertEquals(1, failed.size());
      assertTrue(failed.get(0).name().endsWith("0004.png"), failed.get(0).name());
      assertEquals(
          "Timeout: not read and decoded within 0.2 s (--image-timeout)",
          failed.get(0).failure().toString());
    } finally {
      never.countDown();
    }
  }

  @Test
  void nothingFoundStartsNoEngine() throws Exception {
    FakeEngine backend =
        new FakeEngine() {
          @Override
          public EngineInfo start() {
            throw new AssertionError("started for nothing");
          }
        };
    RunOutcome outcome = run(config(), backend);
    assertEquals(0, outcome.found());
    assertEquals(End.COMPLETE, outcome.end());
  }

  @Test
  void anImageThatTheEngineCannotTakeCostsOneRecord() throws Exception {
    TestImages.numbered(folder, 30);
    FakeEngine backend = failingOn(10, () -> new InferenceException("no kernel", null));
    RunOutcome outcome = run(config().batch(4), backend);
    assertEquals(End.COMPLETE, outcome.end());
    assertEquals(29, outcome.tally().ok());
    assertEquals(names(IntStream.range(0, 30)), records.names());
    ItemResult.Failed failed = assertInstanceOf(ItemResult.Failed.class, records.all().get(10));
    assertEquals("Inference: the engine fails on it: no kernel", failed.failure().toString());
    assertTrue(backend.batches().containsAll(List.of(List.of(8), List.of(9), List.of(11))));
  }

  @Test
  void anImageForWhichTheHeapIsTooSmallCostsOneRecord() throws Exception {
    TestImages.numbered(folder, 9);
    RunOutcome outcome =
        run(config().batch(3), failingOn(8, () -> new OutOfMemoryError("for the tensor")));
    assertEquals(8, outcome.tally().ok());
    assertEquals(1, outcome.tally().failed());
  }

  @Test
  void anImageAloneInItsBatchIsToldFromABrokenEngine() throws Exception {
    TestImages.numbered(folder, 5);
    RunOutcome outcome =
        run(config().batch(1), failingOn(3, () -> new InferenceException("no kernel", null)));
    assertEquals(4, outcome.tally().ok());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anEngineThatFailsOnEverythingEndsTheRunWithItsCause(int batchSize) throws Exception {
    TestImages.numbered(folder, 30);
    AtomicInteger batches = new AtomicInteger();
    InferenceException cause = new InferenceException("out of device memory", null);
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            if (batches.incrementAndGet() > 3) {
              throw cause;
            }
          }
        };
    PipelineException e =
        assertThrows(
            PipelineException.class, () -> run(config().batch(batchSize).workers(1, 1), backend));
    assertSame(cause, e.getCause());
    assertEquals(0, backend.open());
    assertEquals(names(IntStream.range(0, records.all().size())), records.names());
    assertTrue(
        records.all().stream().allMatch(ItemResult.Predicted.class::isInstance),
        "the images are not to blame");
  }

  private static FakeEngine failingOn(int image, Supplier<Throwable> failure) {
    return new FakeEngine() {
      @Override
      protected void beforeBatch(List<Integer> batch) throws InferenceException {
        if (batch.contains(image)) {
          Throwable thrown = failure.get();
          if (thrown instanceof InferenceException e) {
            throw e;
          }
          throw (Error) thrown;
        }
      }
    };
  }

  @Test
  void aModelThatDoesNotLoadEndsTheRun() throws Exception {
    TestImages.numbered(folder, 3);
    ModelException cause = new ModelException("no such model");
    FakeEngine backend =
        new FakeEngine() {
          @Override
          public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
            throw cause;
          }
        };
    assertSame(cause, assertThrows(ModelException.class, () -> run(config(), backend)));
    assertEquals(0, records.opened);
  }

  @Test
  void anEngineThatDoesNotStartEndsTheRun() throws Exception {
    TestImages.numbered(folder, 3);
    ModelException cause = new ModelException("TensorFlow does not start");
    FakeEngine backend =
        new FakeEngine() {
          @Override
          public EngineInfo start() throws ModelException {
            throw cause;
          }
        };
    assertSame(cause, assertThrows(ModelException.class, () -> run(config(), backend)));
  }

  @Test
  void anErrorAtStartUpIsReportedAsItself() throws Exception {
    TestImages.numbered(folder, 20);
    for (int attempt = 0; attempt < 20; attempt++) { // who reports it first is a race
      OutOfMemoryError cause = new OutOfMemoryError("Java heap space");
      FakeEngine backend =
          new FakeEngine() {
            @Override
            public EngineInfo start() {
              throw cause;
            }
          };
      PipelineException e =
          assertThrows(PipelineException.class, () -> run(config().workers(4, 4), backend));
      assertSame(cause, e.getCause());
    }
  }

  @Test
  void anOutputThatTakesNoMoreEndsTheRun() throws Exception {
    TestImages.numbered(folder, 20);
    IOException cause = new IOException("No space left on device");
    records.refuse = cause;
    PipelineException e =
        assertThrows(PipelineException.class, () -> run(config().batch(2), new FakeEngine()));
    assertSame(cause, e.getCause());
  }

  @Test
  void aListThatBreaksOffEndsTheRun() throws Exception {
    FilesFrom broken =
        new FilesFrom(
            () -> new BrokenInputStream(() -> new IOException("stale file handle")), false);
    PipelineException e =
        assertThrows(
            PipelineException.class, () -> run(config().filesFrom(broken), new FakeEngine()));
    assertInstanceOf(UncheckedIOException.class, e.getCause());
  }

  @Test
  void nothingFoundIsNoFailureAndOpensNoOutput() throws Exception {
    RunOutcome outcome = run(config(), new FakeEngine());
    assertEquals(0, outcome.found());
    assertEquals(End.COMPLETE, outcome.end());
    assertEquals(0, records.opened);
    assertEquals(0, records.walkEnded);
  }

  @Test
  void theWalkRunsAheadOfASlowImageByABoundedNumberOfWindows() throws Exception {
    Path slow = TestImages.plain(folder.resolve("slow.png"), 20, 20, Color.RED);
    Path quick = TestImages.plain(folder.resolve("quick.png"), 4, 4, Color.RED);
    int predictors = 2;
    int batch = 4;
    // What is decoded ahead, and one path that it has looked at to know that there is more.
    int most = 256 + 1;
    AtomicInteger given = new AtomicInteger();
    AtomicInteger givenAtStandstill = new AtomicInteger();
    ImageCodec codec =
        slowFor(
            20,
            () -> {
              while (given.get() < most || !isParked("scan")) {
                Thread.onSpinWait();
              }
              givenAtStandstill.set(given.get());
            });
    FakeEngine backend =
        new FakeEngine() {
          @Override
          protected List<ImageCodec> codecs() {
            return List.of(codec);
          }
        };
    List<Path> paths = new ArrayList<>(Collections.nCopies(400, quick));
    paths.set(0, slow);
    FilesFrom list = new FilesFrom(() -> new Counted(paths, given), false);
    run(config().batch(batch).workers(2, predictors).filesFrom(list), backend);
    assertEquals(most, givenAtStandstill.get());
    assertEquals(400, records.all().size());
  }

  @Test
  void measuresEveryStage() throws Exception {
    TestImages.numbered(folder, 10);
    RunOutcome outcome = run(config().batch(4), new FakeEngine());
    var stages = outcome.measurements().stages();
    assertEquals(10, stages.get(Stage.READ).count());
    assertEquals(10, stages.get(Stage.DECODE).count());
    assertEquals(10, stages.get(Stage.PREPROCESS).count());
    assertEquals(2 + 2, stages.get(Stage.INFERENCE).count(), "the last batch in parts");
    assertEquals(3, stages.get(Stage.WRITE).count());
    assertEquals("0.0-fake", outcome.engine().version());
  }

  @Test
  void listenersHearOfEveryRecordAndOfTheWalksEnd() throws Exception {
    TestImages.numbered(folder, 7);
    run(config().batch(2), new FakeEngine());
    assertEquals(7, records.heard.get());
    assertEquals(7, records.walkEnded);
  }

  @Test
  void samePredictionsWhateverTheParallelism() throws Exception {
    TestImages.numbered(folder, 40);
    run(config().batch(8).workers(1, 1), new FakeEngine());
    List<ItemResult> first = records.all();
    for (int workers = 2; workers <= 5; workers++) {
      records.clear();
      run(config().batch(8).workers(workers, 6 - workers), new FakeEngine());
      assertEquals(first, records.all());
    }
  }

  private RunOutcome run(ConfigBuilder config, FakeEngine backend) throws Exception {
    return new ClassifyRun(config.done(), spec(), backend, records).run(records::open);
  }

  private ModelSpec spec() {
    return FakeEngine.spec(folder);
  }

  private ConfigBuilder config() {
    return new ConfigBuilder(folder);
  }

  private List<String> names(IntStream numbers) {
    return numbers.mapToObj(i -> folder.resolve("%03d.png".formatted(i)).toString()).toList();
  }

  private static List<List<Integer>> sorted(FakeEngine backend) {
    return backend.batches().stream().sorted(Comparator.comparing(b -> b.get(0))).toList();
  }

  private static boolean isParked(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals(thread) && t.getState() == Thread.State.WAITING);
  }

  private static boolean isAlive(String thread) {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(thread));
  }

  /** Every image is black, once {@code first} has had its way. */
  private static FakeEngine decodingBy(Consumer<ImageFile> first) {
    return new FakeEngine() {
      @Override
      protected List<ImageCodec> codecs() {
        return List.of(new FakeCodec(file -> true, first));
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does something before it decodes images of one width; all others are not its own. */
  private static ImageCodec slowFor(int width, Runnable first) {
    return new FakeCodec(file -> file.width() == width, file -> first.run());
  }

  /** A list of paths that hands out one at a time and counts them. */
  private static final class Counted extends InputStream {
    private final List<Path> paths;
    private final AtomicInteger given;
    private byte[] line = {};
    private int position;
    private int next;

    Counted(List<Path> paths, AtomicInteger given) {
      this.paths = paths;
      this.given = given;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (position == line.length) {
        if (next == paths.size()) {
          return -1;
        }
        line = (paths.get(next++) + "\n").getBytes(StandardCharsets.UTF_8);
        position = 0;
        given.incrementAndGet();
      }
      int count = Math.min(length, line.length - position);
      System.arraycopy(line, position, bytes, offset, count);
      position += count;
      return count;
    }
  }

  /** The choices of a run, with defaults for tests. */
  private static final class ConfigBuilder {
    private List<String> roots;
    private FilesFrom filesFrom;
    private int batch = 4;
    private int topK = 1;
    private long maxFailures = RunConfig.Limits.ANY_FAILURES;
    private double imageSeconds = 60;
    private int decoders = 2;
    private int predictors = 2;

    ConfigBuilder(Path root) {
      roots = List.of(root.toString());
    }

    ConfigBuilder roots(String... paths) {
      roots = List.of(paths);
      return this;
    }

    ConfigBuilder filesFrom(FilesFrom list) {
      roots = List.of();
      filesFrom = list;
      return this;
    }

    ConfigBuilder batch(int size) {
      batch = size;
      return this;
    }

    ConfigBuilder topK(int k) {
      topK = k;
      return this;
    }

    ConfigBuilder maxFailures(long most) {
      maxFailures = most;
      return this;
    }

    ConfigBuilder imageSeconds(double most) {
      imageSeconds = most;
      return this;
    }

    ConfigBuilder workers(int decodeWorkers, int predictWorkers) {
      decoders = decodeWorkers;
      predictors = predictWorkers;
      return this;
    }

    RunConfig done() {
      ScanOptions scan = new ScanOptions(roots, filesFrom, WalkRules.DEFAULT, Shard.ALL);
      return new RunConfig(
          scan,
          batch,
          topK,
          new RunConfig.Limits(1_000_000, imageSeconds, maxFailures),
          new RunConfig.Workers(decoders, predictors));
    }
  }

  /** A sink and a listener in one. */
  private static final class Records implements RunListener {
    private final List<ItemResult> written = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger heard = new AtomicInteger();
    private volatile int opened;
    private volatile int predictions;
    private volatile boolean closed;
    private volatile long walkEnded = -1;
    private volatile IOException refuse;

    PredictionSink open(int columns) {
      assertEquals(0, opened, "opened twice");
      opened = 1;
      predictions = columns;
      return new PredictionSink() {
        @Override
        public void write(ItemResult result) throws IOException {
          if (refuse != null) {
            throw refuse;
          }
          assertFalse(closed);
          written.add(result);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
          closed = true;
        }
      };
    }

    void clear() {
      written.clear();
      opened = 0;
      closed = false;
    }

    List<ItemResult> all() {
      return List.copyOf(written);
    }

    List<String> names() {
      return all().stream().map(ItemResult::name).toList();
    }

    @Override
    public void walkEnded(long found) {
      walkEnded = found;
    }

    @Override
    public void written(ItemResult result) {
      heard.incrementAndGet();
    }
  }
}
