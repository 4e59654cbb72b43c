package io.github.resnet50.run;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.run.ClassifyWork.TopClasses;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The product's main job: a {@link Run} that classifies images and writes a record for each. */
public final class ClassifyRun {
  private final RunConfig config;
  private final RunListener listener;
  private final ClassifySettings settings;
  private final StopSignal stop = new StopSignal();
  private final Run<ItemResult> run;
  private volatile int columns; // predictions a record; set before there is any

  /** Starts the output once the number of predictions a record is known. */
  public interface SinkFactory {
    PredictionSink open(int predictions) throws IOException;
  }

  /** A run that writes the top-k. */
  public ClassifyRun(RunConfig config, ModelSpec spec, Engine engine, RunListener listener) {
    this(config, spec, engine, listener, ClassifySettings.TOP_K);
  }

  /** A run with a model of its own and all of the heap. */
  public ClassifyRun(
      RunConfig config,
      ModelSpec spec,
      Engine engine,
      RunListener listener,
      ClassifySettings settings) {
    this(
        config,
        ModelSource.of(engine, spec, settings.request()),
        listener,
        settings,
        Run.Heap.whole());
  }

  /**
   * @param source such as of a model that several runs share
   * @param heap what other runs in this process leave of it
   */
  public ClassifyRun(
      RunConfig config,
      ModelSource source,
      RunListener listener,
      ClassifySettings settings,
      Run.Heap heap) {
    this.config = config;
    this.listener = listener;
    this.settings = settings;
    this.run = new Run<>(config, source, listener, stop, heap, settings);
  }

  /** What the stages measure; exact once the run has ended. */
  public Map<Stage, StageClock> clocks() {
    return run.stopwatches().clocks();
  }

  /**
   * Asks the run to end soon: batches in the engine are finished and written, nothing follows. It
   * does not wait for an engine or model that is still starting.
   */
  public void stop() {
    stop.give();
  }

  /**
   * Runs to the end.
   *
   * @throws ModelException where the engine or the model does not come up
   * @throws PipelineException for any other failure, which is its cause
   */
  public RunOutcome run(SinkFactory sinks)
      throws IOException, InterruptedException, ModelException, PipelineException {
    return run(sinks, Checkpoints.NONE);
  }

  /**
   * Runs to the end, continuing an earlier run.
   *
   * @param checkpoints knows what is done, and records what follows
   */
  public RunOutcome run(SinkFactory sinks, Checkpoints checkpoints)
      throws IOException, InterruptedException, ModelException, PipelineException {
    return run(() -> new ImageScanner(config.scan()), sinks, checkpoints);
  }

  /**
   * Runs to the end over other images than those of the configuration's walk.
   *
   * @param images opened and closed by the run
   */
  public RunOutcome run(ImageWalk.Opener images, SinkFactory sinks, Checkpoints checkpoints)
      throws IOException, InterruptedException, ModelException, PipelineException {
    RecordWriter writer =
        new RecordWriter(
            recordsFollow -> sinks.open(recordsFollow ? columns : config.topK()),
            checkpoints,
            clocks().get(Stage.WRITE),
            listener,
            config.limits().maxFailures(),
            stop);
    RunOutcome outcome =
        run.run(
            images,
            checkpoints,
            model -> {
              if (settings.embeds()) {
                Optional<String> lack = model.lacks(ModelOutput.FEATURES);
                if (lack.isPresent()) {
                  throw new ModelException(lack.get());
                }
              }
              TopClasses top = new TopClasses(config.topK(), model.labels());
              columns = top.size();
              return new ClassifyWork(model, top, settings, run.stopwatches());
            },
            writer);
    boolean failedTooOften = outcome.end() != End.COMPLETE && writer.tooManyFailures();
    return outcome.with(writer.tally(), failedTooOften ? End.TOO_MANY_FAILURES : outcome.end());
  }
}
