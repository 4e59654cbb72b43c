package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.run.Backend;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.ClassifyRun.SinkFactory;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import io.github.resnet50.run.Scoring;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** A model on images, for the commands whose result is not the predictions themselves. */
final class ModelRun {
  private final Context context;
  private final CommonOptions common;
  private final Models models;
  private final ModelSpec spec;
  private final RunConfig config;
  private final boolean trustModel;

  private ModelRun(
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
   * Finds the model; nothing is loaded yet.
   *
   * @param model its name or folder
   */
  static ModelRun of(
      Context context,
      CommonOptions common,
      EngineOptions engine,
      String model,
      ScanOptions scan,
      int topK)
      throws Exception {
    RunConfig asked = engine.config(scan, topK);
    Models models = new Models(context, common.quiet);
    ModelSpec spec = models.find(model);
    Tuning tuning =
        Tuning.of(
            engine.batchSize().orElse(null),
            engine.threads().orElse(null),
            models.home(),
            spec,
            Tuning.Calibrator.NONE);
    if (common.verbose) {
      tuning.reasons().forEach(context.err()::println);
    }
    return new ModelRun(
        context, common, models, spec, tuning.applied(asked, spec), engine.trustModel());
  }

  ModelSpec spec() {
    return spec;
  }

  RunConfig config() {
    return config;
  }

  /** Of the model. */
  String sha256() throws IOException {
    return LearntModel.sha256(models.home(), spec);
  }

  /** The one that is kept for the model. */
  double temperature() throws UsageException, IOException {
    return LearntModel.of(models.home(), spec).temperature();
  }

  /** An engine for several runs; its notes go to standard error. */
  Backend backend() {
    return context.backends().create(models.home(), trustModel, models::note);
  }

  Models models() {
    return models;
  }

  /** Runs to the end; nobody looks at the pictures. */
  RunOutcome run(String task, Scoring scoring, UnaryOperator<Backend> changed, SinkFactory sinks)
      throws Exception {
    return run(task, scoring, changed, sinks, (ref, pixels) -> {});
  }

  /**
   * Runs to the end.
   *
   * @param task in the words of the progress bar
   * @param changed what the engine is to be wrapped in
   * @param pictures gets what the model sees, from many threads
   * @return empty-handed, with {@link End#STOPPED}, where a signal ended it
   */
  RunOutcome run(
      String task,
      Scoring scoring,
      UnaryOperator<Backend> changed,
      SinkFactory sinks,
      BiConsumer<ImageRef, RgbImage> pictures)
      throws Exception {
    StopOnSignal signal = new StopOnSignal(context);
    try (RunConsole console = new RunConsole(task, context, common.quiet)) {
      Backend backend =
          changed.apply(context.backends().create(models.home(), trustModel, console::note));
      RunListener listener = new Beside(console, pictures, result -> {});
      ClassifyRun run = new ClassifyRun(config, spec, backend, listener, scoring);
      signal.calls(run::stop);
      console.countAhead(config.scan());
      return run.run(sinks);
    } finally {
      signal.release();
    }
  }
}
