package io.github.resnet50.cli;

import io.github.resnet50.cli.Tuning.AutoTuner;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.TurboJpegCodec;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.DjlSettings;
import io.github.resnet50.model.InputChoice;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.ClassifyRun.SinkFactory;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.ModelSource;
import io.github.resnet50.run.ModelSource.SharedModel;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A model on images, every choice made: which model, which batch size and threads, and why. For
 * every command that runs a model.
 */
final class RunSetup {
  private final ModelAccess models;
  private final ModelSpec spec;
  private final RunConfig config;
  private final ImageWalk.Opener images;
  private final boolean countsAhead;

  private RunSetup(
      ModelAccess models,
      ModelSpec spec,
      RunConfig config,
      ImageWalk.Opener images,
      boolean countsAhead) {
    this.models = models;
    this.spec = spec;
    this.config = config;
    this.images = images;
    this.countsAhead = countsAhead;
  }

  /**
   * The same over images that are walked otherwise.
   *
   * @param once whether they come once, so that nobody can count them beforehand
   */
  RunSetup over(ImageWalk.Opener otherwise, boolean once) {
    return new RunSetup(models, spec, config, otherwise, !once);
  }

  /** As below, of the model that the options ask for. */
  static RunSetup of(
      Context context, CommonOptions common, EngineOptions engine, ScanOptions scan, int topK)
      throws Exception {
    String model = engine.model(context.environment());
    return of(context, common, engine, model, engine.input().choice(), scan, topK);
  }

  /**
   * Finds the model; nothing is loaded yet.
   *
   * @param model its name or folder
   * @param input what it is to be shown
   */
  static RunSetup of(
      Context context,
      CommonOptions common,
      EngineOptions engine,
      String model,
      InputChoice input,
      ScanOptions scan,
      int topK)
      throws Exception {
    ModelAccess models = new ModelAccess(context, common, engine.choice());
    RunConfig asked = engine.config(scan, topK); // first: wrong usage comes before a missing model
    return of(models, engine, models.find(model, input), asked, null, AutoTuner.NONE);
  }

  /**
   * As above, of a model that is found already.
   *
   * @param batchSize where the user asks for none: that of the run that is resumed, or null
   * @param tuner measures where nothing is stored for the model and machine
   */
  static RunSetup of(
      ModelAccess models,
      EngineOptions engine,
      ModelSpec spec,
      RunConfig asked,
      Integer batchSize,
      AutoTuner tuner)
      throws Exception {
    Tuning tuning =
        Tuning.of(
            engine.batchSize().orElse(batchSize),
            engine.threads().orElse(null),
            models,
            spec,
            tuner);
    if (models.common().verbose) {
      models.selection().reasons(spec).forEach(models.context().err()::println);
      tuning.reasons().forEach(models.context().err()::println);
      new DjlSettings(models.home()).apply(); // says where libraries may be looked at
      models.context().err().println(TurboJpegCodec.about());
    }
    return new RunSetup(
        models, spec, tuning.applied(asked, spec), () -> new ImageScanner(asked.scan()), true);
  }

  ModelSpec spec() {
    return spec;
  }

  RunConfig config() {
    return config;
  }

  /** Of the model. */
  String sha256() throws IOException {
    return models.sha256(spec);
  }

  /** What the model is shown, where that is not as it came with; else null. */
  String input() {
    Preprocessing shown = spec.preprocessing();
    return shown.equals(spec.own()) ? null : shown.size() + " (" + shown.describe() + ")";
  }

  /** The one that is kept for the model. */
  double temperature() throws UsageException, IOException {
    return CertaintyOptions.temperature(models.home(), spec);
  }

  /** An engine for several runs; its notes go to standard error. */
  Engine engine() {
    return models.engine(spec, models::note);
  }

  ModelAccess models() {
    return models;
  }

  /** The model for several runs, loaded by the first of them. */
  SharedModel sharedModel() {
    Engine engine = engine();
    return new SharedModel(
        engine, spec, () -> engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES)));
  }

  /** Runs a model that other runs use too; nobody looks at the pictures. */
  RunOutcome run(String task, SharedModel shared, ClassifySettings scoring, SinkFactory sinks)
      throws Exception {
    return run(task, notes -> shared.source(), scoring, sinks, (ref, pixels) -> {});
  }

  /**
   * Runs to the end.
   *
   * @param task in the words of the progress bar
   * @param pictures gets what the model sees, from many threads
   * @return empty-handed, with {@link End#STOPPED}, where a signal ended it
   */
  RunOutcome run(
      String task,
      ClassifySettings scoring,
      SinkFactory sinks,
      BiConsumer<ImageRef, RgbImage> pictures)
      throws Exception {
    return run(
        task,
        notes -> ModelSource.of(models.engine(spec, notes), spec, scoring.request()),
        scoring,
        sinks,
        pictures);
  }

  private RunOutcome run(
      String task,
      Function<Consumer<String>, ModelSource> source,
      ClassifySettings scoring,
      SinkFactory sinks,
      BiConsumer<ImageRef, RgbImage> pictures)
      throws Exception {
    Context context = models.context();
    try (RunConsole console = models.console(task, Progress.FILES)) {
      RunListener listener = console.and(pictures, result -> {});
      ClassifyRun run =
          new ClassifyRun(config, source.apply(console::note), listener, scoring, Run.Heap.whole());
      context.signal().calls(run::stop);
      if (countsAhead) {
        console.countAhead(config.scan());
      }
      RunOutcome outcome = run.run(images, sinks, Checkpoints.NONE);
      if (outcome.end() == End.STOPPED) {
        context.say(
            "interrupted; " + StopOnSignal.NOTHING); // before the signal may end the process
      }
      return outcome;
    } finally {
      context.signal().endsAtOnce();
    }
  }
}
