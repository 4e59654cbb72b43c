package io.github.resnet50.cli;

import io.github.resnet50.cli.Tuning.AutoTuner;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.Output;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.ClassifyRun.SinkFactory;
import io.github.resnet50.run.ModelSource;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import io.github.resnet50.run.Scoring;
import io.github.resnet50.run.SharedModel;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The model for a command's run and how to run it: batch size and threads, and the reasons for
 * them. Used by every command that runs a model.
 */
final class RunSetup {
  private final Context context;
  private final CommonOptions common;
  private final Models models;
  private final ModelSpec spec;
  private final RunConfig config;
  private final boolean trustModel;

  private RunSetup(
      Context context,
      CommonOptions common,
      Models models,
      ModelSpec spec,
      RunConfig config,
      boolean trustModel) {
    this.context = context;
    this.common = common;
    this.models = models;
    this.spec = spec;
    this.config = config;
    this.trustModel = trustModel;
  }

  /**
   * Finds the model; loads nothing yet.
   *
   * @param model its name or folder
   */
  static RunSetup of(
      Context context,
      CommonOptions common,
      EngineOptions engine,
      String model,
      ScanOptions scan,
      int topK)
      throws Exception {
    Models models = new Models(context, common.quiet);
    RunConfig asked =
        engine.config(scan, topK); // first, so that wrong usage is reported before a missing model
    return of(context, common, engine, models, models.find(model), asked, null, AutoTuner.NONE);
  }

  /**
   * The same for a model that was found already.
   *
   * @param batchSize where the user asks for none: that of the run that is resumed, or null
   * @param tuner measures where nothing is stored for the model and machine
   */
  static RunSetup of(
      Context context,
      CommonOptions common,
      EngineOptions engine,
      Models models,
      ModelSpec spec,
      RunConfig asked,
      Integer batchSize,
      AutoTuner tuner)
      throws Exception {
    Tuning tuning =
        Tuning.of(
            engine.batchSize().orElse(batchSize),
            engine.threads().orElse(null),
            models.home(),
            spec,
            tuner);
    if (common.verbose) {
      tuning.reasons().forEach(context.err()::println);
    }
    return new RunSetup(
        context, common, models, spec, tuning.applied(asked, spec), engine.trustModel());
  }

  ModelSpec spec() {
    return spec;
  }

  RunConfig config() {
    return config;
  }

  /** The hash of the model. */
  String sha256() throws IOException {
    return StoredConfidence.sha256(models.home(), spec);
  }

  /** The temperature stored for the model. */
  double temperature() throws UsageException, IOException {
    return StoredConfidence.of(models.home(), spec).temperature();
  }

  /** An engine for several runs; its notes go to standard error. */
  Engine engine() {
    return context.engines().create(models.home(), trustModel, models::note);
  }

  Models models() {
    return models;
  }

  /** The model for several runs, loaded by the first of them. */
  SharedModel sharedModel() {
    Engine engine = engine();
    return new SharedModel(engine, () -> engine.load(spec, LoadRequest.of(Output.PROBABILITIES)));
  }

  /** Runs a model shared with other runs, without passing on pictures. */
  RunOutcome run(String task, SharedModel shared, Scoring scoring, SinkFactory sinks)
      throws Exception {
    return run(task, notes -> shared.source(), scoring, sinks, (ref, pixels) -> {});
  }

  /**
   * Runs to the end.
   *
   * @param task in the words of the progress bar
   * @param pictures receives the model's input pixels, from many threads
   * @return with {@link End#STOPPED} if a signal ended it
   */
  RunOutcome run(
      String task, Scoring scoring, SinkFactory sinks, BiConsumer<ImageRef, RgbImage> pictures)
      throws Exception {
    return run(
        task,
        notes -> {
          Engine engine = context.engines().create(models.home(), trustModel, notes);
          return ModelSource.of(engine, spec, scoring.request());
        },
        scoring,
        sinks,
        pictures);
  }

  private RunOutcome run(
      String task,
      Function<Consumer<String>, ModelSource> source,
      Scoring scoring,
      SinkFactory sinks,
      BiConsumer<ImageRef, RgbImage> pictures)
      throws Exception {
    StopOnSignal signal = new StopOnSignal(context);
    try (RunConsole console = new RunConsole(task, context, common.quiet)) {
      RunListener listener = new Beside(console, pictures, result -> {});
      ClassifyRun run =
          new ClassifyRun(
              config, spec, source.apply(console::note), listener, scoring, Run.Heap.whole());
      signal.calls(run::stop);
      console.countAhead(config.scan());
      return run.run(sinks);
    } finally {
      signal.release();
    }
  }
}
