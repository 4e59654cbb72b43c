package io.github.resnet50.run;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.journal.Checkpoints;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * A run over images that does something else with them than classify them: the same walk, decoding
 * and windows as {@link ClassifyRun}, work of the caller's own on whole windows, and its results in
 * walk order.
 *
 * @param <R> what the work makes of a window
 */
public final class ImageRun<R> {
  private final ClassifyConfig config;
  private final ModelSpec spec;
  private final RunListener listener;
  private final Stopwatches stopwatches;
  private final Startup startup;
  private volatile boolean stopping;

  /**
   * One path of a window.
   *
   * @param pixels model-sized; null where it failed
   * @param width the image's own width in pixels, after orientation
   * @param height the image's own height in pixels, after orientation
   * @param failure null where there are pixels
   */
  public record Item(ImageRef ref, RgbImage pixels, int width, int height, ImageFailure failure) {}

  /** Work on windows; made and used by one thread. */
  public interface Work<R> extends AutoCloseable {
    /**
     * Works on a window.
     *
     * @throws CancellationException where it left off because the run is to stop
     */
    R apply(List<Item> window) throws Exception;

    @Override
    void close();
  }

  /** Makes a worker's work once the model is loaded. */
  public interface WorkFactory<R> {
    Work<R> create(LoadedModel model) throws ModelException;
  }

  /** Takes what became of the windows, in walk order; called by one thread. */
  public interface Sink<R> {
    void write(R result) throws IOException;
  }

  /**
   * How a run ended.
   *
   * @param found paths that the walk gave
   * @param complete whether all of them were worked on
   * @param engine what computed; null where it has not come up
   */
  public record Outcome(long found, boolean complete, EngineInfo engine) {}

  public ImageRun(ClassifyConfig config, ModelSpec spec, ModelSource source, RunListener listener) {
    this.config = config;
    this.spec = spec;
    this.listener = listener;
    this.stopwatches = new Stopwatches(config.predictors());
    this.startup = new Startup(source, config.maxPixels());
  }

  /** Asks the run to end soon; see {@link ClassifyRun#stop}. */
  public void stop() {
    stopping = true;
    startup.abandon();
  }

  /** A window that is worked on; no result where the run was stopped. */
  private record Done<R>(long sequence, R result) {}

  /**
   * Runs to the end.
   *
   * @throws ModelException where the engine or the model does not come up, or cannot do the work
   * @throws PipelineException for any other failure; the cause tells
   */
  public Outcome run(WorkFactory<R> work, Sink<R> sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    return run(ImageSource.of(config.scan()), work, sink);
  }

  /**
   * Runs to the end over other images than those of the configuration's walk.
   *
   * @param images closed by the run
   */
  public Outcome run(ImageSource images, WorkFactory<R> work, Sink<R> sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    Channel<Window.Slot> paths = new Channel<>(Math.max(config.batchSize(), config.decoders()));
    Channel<Window> windows = new Channel<>(config.predictors());
    Channel<Done<R>> done = new Channel<>(config.predictors());
    Semaphore inFlight = new Semaphore(WindowBudget.of(config, spec.preprocessing()).windows());
    try (startup;
        images;
        Pipeline pipeline = new Pipeline()) {
      ScanWorker scan =
          new ScanWorker(
              images.open(),
              config.batchSize(),
              Checkpoints.NONE,
              inFlight,
              paths,
              windows,
              new Channel<>(1), // gets at most the window at which a run was stopped
              startup,
              () -> stopping,
              listener);
      DecodeWorker decode =
          new DecodeWorker(
              paths,
              windows,
              startup,
              new Preprocessor(spec.preprocessing()),
              images,
              PixelFilter.NONE,
              () -> stopping,
              listener,
              config.imageSeconds(),
              HeapShare.whole().decoding(),
              stopwatches.clocks());
      Writer<R> writer = new Writer<>(done, inFlight, sink);
      DecodedWindows.start(pipeline, scan, decode, config.decoders(), paths, windows);
      pipeline.stage("work", config.predictors(), () -> work(windows, done, work), done::close);
      pipeline.stage("write", 1, writer, () -> {});
      DecodedWindows.await(pipeline);
      return new Outcome(scan.found(), scan.isExhausted() && !writer.cut, startup.engine());
    }
  }

  private void work(Channel<Window> windows, Channel<Done<R>> done, WorkFactory<R> factory)
      throws Exception {
    LoadedModel model = startup.model(); // null: the run is stopping
    try (Work<R> work = model == null ? null : factory.create(model)) {
      for (Window window = windows.take(); window != null; window = windows.take()) {
        boolean skip = work == null || stopping || window.isAbandoned();
        R result = skip ? null : apply(work, window);
        window.slots().forEach(Window.Slot::release);
        done.put(new Done<>(window.sequence(), result));
      }
    }
  }

  /** Null where the work was left off. */
  private R apply(Work<R> work, Window window) throws Exception {
    try {
      return work.apply(items(window));
    } catch (CancellationException e) {
      if (!stopping) {
        throw e;
      }
      return null;
    }
  }

  private static List<Item> items(Window window) {
    return window.slots().stream()
        .map(s -> new Item(s.ref(), s.pixels(), s.width(), s.height(), s.failure()))
        .toList();
  }

  /** Results in any order in, in walk order out; nothing after a gap. */
  private static final class Writer<R> implements Pipeline.Worker {
    private final Channel<Done<R>> done;
    private final Semaphore windowsInFlight;
    private final Sink<R> sink;
    private final Map<Long, Done<R>> early = new HashMap<>();
    private boolean cut;

    Writer(Channel<Done<R>> done, Semaphore windowsInFlight, Sink<R> sink) {
      this.done = done;
      this.windowsInFlight = windowsInFlight;
      this.sink = sink;
    }

    @Override
    public void run() throws InterruptedException, IOException {
      long next = 0;
      for (Done<R> window = done.take(); window != null; window = done.take()) {
        early.put(window.sequence(), window);
        for (Done<R> due = early.remove(next); due != null; due = early.remove(++next)) {
          cut |= due.result() == null;
          if (!cut) {
            sink.write(due.result());
          }
          windowsInFlight.release();
        }
      }
    }
  }
}
