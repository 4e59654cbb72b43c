package io.github.resnet50.run;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.Stage;
import io.github.resnet50.report.StageClocks;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * One run of the product's main job, wired:
 *
 * <pre>
 * scan ──paths──▶ decode × D ──windows──▶ predict × P ──done──▶ write
 *   │                ▲ engine                ▲ model
 *   └──found one──▶ startup ─────────────────┘
 * </pre>
 *
 * Every channel is bounded, and so is the number of windows between scan and write.
 */
public final class ClassifyRun {
  private final ClassifyConfig config;
  private final ModelSpec spec;
  private final RunListener listener;
  private final Stopwatches stopwatches;
  private final Startup startup;
  private final Extras extras;
  private final ImageSource images;
  private final HeapShare heap;
  private volatile boolean stopping;

  /** Starts the output once the number of predictions a record is known. */
  public interface SinkFactory {
    PredictionSink open(int predictions) throws IOException;
  }

  public ClassifyRun(ClassifyConfig config, ModelSpec spec, Engine engine, RunListener listener) {
    this(config, spec, engine, listener, Extras.NONE);
  }

  public ClassifyRun(
      ClassifyConfig config, ModelSpec spec, Engine engine, RunListener listener, Extras extras) {
    this(config, spec, ModelSource.of(engine, spec, extras.request()), listener, extras);
  }

  /** A run with a model from elsewhere, such as one that several runs share. */
  public ClassifyRun(
      ClassifyConfig config,
      ModelSpec spec,
      ModelSource source,
      RunListener listener,
      Extras extras) {
    this(config, spec, source, listener, extras, ImageSource.of(config.scan()), HeapShare.whole());
  }

  /**
   * A run over images from elsewhere.
   *
   * @param images closed by the run
   * @param heap what is left of it by other runs in this process
   */
  public ClassifyRun(
      ClassifyConfig config,
      ModelSpec spec,
      ModelSource source,
      RunListener listener,
      Extras extras,
      ImageSource images,
      HeapShare heap) {
    this.config = config;
    this.stopwatches = new Stopwatches(config.predictors());
    this.spec = spec;
    this.listener = listener;
    this.extras = extras;
    this.images = images;
    this.heap = heap;
    this.startup = new Startup(source, config.maxPixels());
  }

  /** What the stages measure; exact once the run has ended. */
  public StageClocks clocks() {
    return stopwatches.clocks();
  }

  /**
   * Asks the run to end soon: batches in the engine are finished and written, nothing follows. An
   * engine or model that is still coming up is not waited for.
   */
  public void stop() {
    stopping = true;
    startup.abandon();
  }

  /**
   * Runs to the end.
   *
   * @throws ModelException where the engine or the model does not come up
   * @throws PipelineException for any other failure; the cause tells
   */
  public RunOutcome run(SinkFactory sinks)
      throws IOException, InterruptedException, ModelException, PipelineException {
    return run(sinks, Checkpoints.NONE);
  }

  /**
   * Runs to the end, going on from an earlier run.
   *
   * @param checkpoints knows what is done, and is told of what follows
   */
  public RunOutcome run(SinkFactory sinks, Checkpoints checkpoints)
      throws IOException, InterruptedException, ModelException, PipelineException {
    Channel<Window.Slot> paths = new Channel<>(Math.max(config.batchSize(), config.decoders()));
    Channel<Window> windows = new Channel<>(config.predictors());
    Channel<Window> done = new Channel<>(config.predictors());
    Semaphore inFlight =
        new Semaphore(WindowBudget.of(config, spec.preprocessing(), heap.windowBytes()).windows());
    try (startup;
        images;
        Pipeline pipeline = new Pipeline()) {
      ScanWorker scan =
          new ScanWorker(
              images.open(),
              config.batchSize(),
              checkpoints,
              inFlight,
              paths,
              windows,
              done,
              startup,
              () -> stopping,
              listener);
      WriteWorker write =
          new WriteWorker(
              done,
              inFlight,
              new Sinks(sinks),
              checkpoints,
              stopwatches.clocks().of(Stage.WRITE),
              listener,
              config.maxFailures(),
              this::stop);
      DecodeWorker decode =
          new DecodeWorker(
              paths,
              windows,
              startup,
              new Preprocessor(spec.preprocessing()),
              images,
              extras.pixels(),
              () -> stopping,
              listener,
              config.imageSeconds(),
              heap.decoding(),
              stopwatches.clocks());
      DecodedWindows.start(pipeline, scan, decode, config.decoders(), paths, windows);
      pipeline.stage(
          "predict",
          config.predictors(),
          new PredictWorker(
              windows, done, startup, config.topK(), extras, () -> stopping, stopwatches),
          done::close);
      pipeline.stage("write", 1, write, () -> {});
      DecodedWindows.await(pipeline);
      End end = End.COMPLETE;
      if (write.isCut() || !scan.isExhausted()) {
        end = write.tooManyFailures() ? End.TOO_MANY_FAILURES : End.STOPPED;
      }
      stopwatches.blocked(paths, windows, done);
      return new RunOutcome(
          scan.found(),
          write.tally(),
          end,
          stopwatches.stop(startup, config.decoders(), config.predictors()));
    }
  }

  /** The output, once the model is there and says how many predictions there can be. */
  private final class Sinks implements WriteWorker.SinkFactory {
    private final SinkFactory sinks;

    Sinks(SinkFactory sinks) {
      this.sinks = sinks;
    }

    @Override
    public PredictionSink open() throws IOException, InterruptedException, ModelException {
      return sinks.open(new TopK(config.topK(), startup.model().labels()).size());
    }

    @Override
    public PredictionSink openToClose() throws IOException {
      return sinks.open(config.topK()); // no record follows that would have to fit
    }
  }
}
