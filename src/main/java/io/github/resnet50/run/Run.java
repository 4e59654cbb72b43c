package io.github.resnet50.run;

import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import io.github.resnet50.run.OrderedWriter.Done;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run over images, wired:
 *
 * <pre>
 * scan ──paths──▶ decode × D ──batches──▶ work × P ──done──▶ write
 *   │                ▲ engine                ▲ model
 *   └──found one──▶ startup ─────────────────┘
 * </pre>
 *
 * <p>Every channel is bounded, and so is the number of batches between scan and write. What is done
 * with a batch is the caller's {@link BatchWork}; its results reach the caller's {@link ResultSink}
 * in walk order.
 *
 * @param <R> what the work makes of an image
 */
public final class Run<R> {
  private final RunConfig config;
  private final ModelSource source;
  private final RunListener listener;
  private final StopSignal stop;
  private final Startup startup;
  private final Heap heap;
  private final ClassifySettings settings;
  private final Stopwatches stopwatches;

  /**
   * One image of a batch.
   *
   * @param crops model-sized, the middle first, as many as the model sees; none where it failed
   * @param width the image's own width in pixels, after orientation
   * @param height the image's own height in pixels, after orientation
   * @param failure null where there are pixels
   * @param details what is known of it, of what was asked for
   */
  public record Item(
      ImageRef ref,
      List<RgbImage> crops,
      int width,
      int height,
      ImageFailure failure,
      ImageDetails details) {
    public Item {
      crops = List.copyOf(crops);
    }

    /** The model's input; null where it failed. */
    public RgbImage pixels() {
      return crops.isEmpty() ? null : crops.get(0);
    }
  }

  /** Work on batches; made, used and closed by one thread. */
  public interface BatchWork<R> extends AutoCloseable {
    /**
     * Works on a batch, or on a part of the last one.
     *
     * @return a result for each of its images, in their order
     * @throws CancellationException where it left off because the run is to stop
     */
    List<R> apply(List<Item> batch) throws Exception;

    @Override
    void close();
  }

  /** Makes a thread's work once the model is loaded. */
  public interface WorkFactory<R> {
    BatchWork<R> create(LoadedModel model) throws ModelException;
  }

  /** Takes what became of the batches, in walk order; called by one thread. */
  public interface ResultSink<R> {
    /** Takes a batch's results, one an image. */
    void write(Checkpoint batch, List<R> results) throws Exception;

    /** Takes over a batch that an earlier run has done. */
    default void keep(Checkpoint batch) throws IOException {
      throw new IllegalStateException("there is nothing to keep");
    }

    /** Whether it takes no more; batches that were in hand are then left out. */
    default boolean isFull() {
      return false;
    }

    /**
     * Nothing follows; not called where the run fails.
     *
     * @param cut whether batches were left out because the run was stopped
     */
    default void end(boolean cut) throws IOException {}
  }

  /**
   * The memory available to a run.
   *
   * @param decoding shared by all runs of the process, so that large images wait for each other
   * @param batchBytes the size of heap that limits how many batches may be in flight
   */
  public record Heap(DecodeMemory decoding, long batchBytes) {
    /** All of it. */
    public static Heap whole() {
      return new Heap(DecodeMemory.ofProcess(), Runtime.getRuntime().maxMemory());
    }
  }

  /**
   * @param stop may be given by any thread; the run then does not wait for an engine or model that
   *     is still starting
   */
  public Run(RunConfig config, ModelSource source, RunListener listener, StopSignal stop) {
    this(config, source, listener, stop, Heap.whole(), ClassifySettings.TOP_K);
  }

  Run(
      RunConfig config,
      ModelSource source,
      RunListener listener,
      StopSignal stop,
      Heap heap,
      ClassifySettings settings) {
    this.config = config;
    this.source = source;
    this.startup = new Startup(source, config.limits().maxPixels(), listener);
    this.listener = listener;
    this.stop = stop;
    this.heap = heap;
    this.settings = settings;
    this.stopwatches = new Stopwatches(config.workers().predictors());
  }

  /**
   * What the stages of one run share.
   *
   * @param startup engine and model, on their way up
   * @param permits one for each batch that may be under way between scan and write
   * @param paths from the scan to the decoders
   * @param batches complete ones, and parts of the last, to the predictors
   */
  record Wiring(
      RunConfig config,
      RunListener listener,
      StopSignal stop,
      Startup startup,
      Semaphore permits,
      Channel<Batch.Slot> paths,
      Channel<Batch.Part> batches) {
    /** To be called by whoever has completed a batch. */
    void pass(Batch batch) throws InterruptedException {
      for (Batch.Part part : batch.parts()) {
        batches.put(part);
      }
    }
  }

  Stopwatches stopwatches() {
    return stopwatches;
  }

  /**
   * Runs to the end over the images of the configuration's walk; to be called once.
   *
   * @throws ModelException where the engine or the model does not come up, or cannot do the work
   * @throws PipelineException for any other failure, which is its cause
   */
  public RunOutcome run(WorkFactory<R> work, ResultSink<R> sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    return run(() -> new ImageScanner(config.scan()), Checkpoints.NONE, work, sink);
  }

  /**
   * Runs to the end over images from elsewhere, or continuing an earlier run.
   *
   * @param images opened and closed by the run
   * @param checkpoints knows which batches are done already
   * @return its tally is empty: the writer of records counts them
   */
  public RunOutcome run(
      ImageWalk.Opener images, Checkpoints checkpoints, WorkFactory<R> work, ResultSink<R> sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    int decoders = config.workers().decoders();
    int predictors = config.workers().predictors();
    Channel<Batch.Slot> paths = new Channel<>(Math.max(config.batchSize(), decoders));
    Channel<Done<R>> done = new Channel<>(predictors);
    Preprocessing preprocessing = source.spec().preprocessing();
    BatchBudget budget = BatchBudget.of(config, preprocessing, heap.batchBytes());
    Channel<Batch.Part> batches = new Channel<>(budget.waiting());
    Semaphore permits = new Semaphore(budget.batches());
    Wiring wiring = new Wiring(config, listener, stop, startup, permits, paths, batches);
    Runnable abandon = startup::abandon;
    stop.onGiven(abandon);
    try (startup;
        ImageWalk walk = images.open();
        Pipeline pipeline = new Pipeline()) {
      ScanWorker scan =
          new ScanWorker(wiring, walk, checkpoints, passed -> done.put(Done.passed(passed)));
      Preprocessor preprocessor = new Preprocessor(preprocessing);
      DecodeWorker decode =
          new DecodeWorker(wiring, preprocessor, settings, heap.decoding(), stopwatches.clocks());
      OrderedWriter<R> writer = new OrderedWriter<>(done, wiring.permits(), sink);
      AtomicInteger sources = new AtomicInteger(2); // the scan completes its last batch itself
      Pipeline.Completion end =
          () -> {
            if (sources.decrementAndGet() == 0) {
              batches.close();
            }
          };
      pipeline.stage(
          "scan",
          1,
          scan,
          () -> {
            paths.close();
            end.run();
          });
      pipeline.stage("decode", decoders, decode, end);
      pipeline.stage("predict", predictors, () -> work(batches, done, work), done::close);
      pipeline.stage("write", 1, writer, () -> {});
      await(pipeline);
      stopwatches.blocked(paths, batches, done);
      return stopwatches.stop(
          scan.found(),
          walk.counts(),
          scan.isExhausted() && !writer.isCut() ? End.COMPLETE : End.STOPPED,
          startup,
          config.workers());
    } finally {
      stop.forget(abandon);
    }
  }

  /** The user is shown that a model does not load, not in which stage that was noticed. */
  private static void await(Pipeline pipeline)
      throws InterruptedException, ModelException, PipelineException {
    try {
      pipeline.await();
    } catch (PipelineException e) {
      if (e.getCause() instanceof ModelException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** One thread of the work stage. */
  private void work(Channel<Batch.Part> batches, Channel<Done<R>> done, WorkFactory<R> factory)
      throws Exception {
    LoadedModel model = startup.model(); // null: the run is stopping
    try (BatchWork<R> work = model == null ? null : factory.create(model)) {
      for (Batch.Part part = batches.take(); part != null; part = batches.take()) {
        // This also leaves out a batch of which some images were not decoded any more.
        List<R> results = work == null || stop.isGiven() ? null : apply(work, part);
        done.put(new Done<>(part.checkpoint(), part.number(), part.parts(), results));
      }
    }
  }

  /** Null where the work was left off. */
  private List<R> apply(BatchWork<R> work, Batch.Part part) throws Exception {
    try {
      return work.apply(part.items());
    } catch (CancellationException e) {
      if (!stop.isGiven()) {
        throw e;
      }
      return null;
    }
  }
}
