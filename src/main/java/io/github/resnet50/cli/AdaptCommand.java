package io.github.resnet50.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.resnet50.adapt.AdaptConfig;
import io.github.resnet50.adapt.AdaptReport;
import io.github.resnet50.adapt.AdaptRun;
import io.github.resnet50.adapt.AdaptTable;
import io.github.resnet50.adapt.LabelledFeatures;
import io.github.resnet50.adapt.UnusableDataException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.features.Augmentation;
import io.github.resnet50.features.FeatureCache;
import io.github.resnet50.features.FeatureRun;
import io.github.resnet50.features.ImageFeatures;
import io.github.resnet50.features.Variants;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.adapted.AdaptRequest;
import io.github.resnet50.model.adapted.AdaptedModels;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.run.Backend;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adapt}: class folders in, a classifier for those classes out. */
@Command(
    name = "adapt",
    description = {
      "Makes a classifier for classes of your own, in minutes on a CPU: a folder for each class,"
          + " with images in it. A head is trained on the features of a model, and stored with it"
          + " as a model of its own.",
      "Says how good it is on images that it has not seen, whether it overfits, whether more images"
          + " would help, and which labels are probably wrong."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Near-duplicates and versions of one file (IMG_1.jpg, IMG_1-edited.jpg) never lie on both"
          + " sides of a split. With --val that folder judges, and takes part in no choice.",
      "",
      "Exit codes: 0 made and stored; 3 so, but some images failed; 4 no image; 5 the base model is"
          + " not usable.",
      "",
      "Examples:",
      "  resnet50 adapt --train photos-by-class --name birds --html birds.html",
      "  resnet50 classify -m birds more-photos"
    })
final class AdaptCommand implements Callable<Integer> {
  private final Instant started = Instant.now();
  private final Context context;

  @Option(
      names = "--train",
      paramLabel = "DIR",
      required = true,
      description = "A folder of class folders to learn from; their names are the labels.")
  Path train;

  @Option(
      names = "--val",
      paramLabel = "DIR",
      description = "A folder of class folders to be judged by, instead of a part of --train.")
  Path heldOut;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "What the new model is called in the store.")
  String name;

  @Mixin TrainingOptions training;
  @Mixin AdaptOutputs outputs;
  @Mixin EngineOptions engine;
  @Mixin CommonOptions common;

  AdaptCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    AdaptConfig config = training.config(engine.threads().orElse(EngineOptions.cores()));
    ModelName target = check();
    ModelRun run =
        ModelRun.of(context, common, engine, engine.model(context.environment()), scan(train), 1);
    AdaptedModels.requireAdaptable(run.spec());
    if (!outputs.overwrite && !training.permuted) {
      run.models().store().requireFree(target);
    }
    StopOnSignal signal = new StopOnSignal(context);
    try (AdaptOutputs.Opened files = outputs.open(context)) {
      long start = System.nanoTime();
      LabelledFeatures learnt = new LabelledFeatures();
      LabelledFeatures judging = heldOut == null ? null : new LabelledFeatures();
      try (RunConsole console = new RunConsole("features", context, common.quiet);
          FeatureRun features = features(run, console)) {
        signal.calls(features::stop);
        if (!read(features, train, variants(), learnt)
            || (judging != null && !read(features, heldOut, Variants.NONE, judging))) {
          return interrupted();
        }
      }
      learnt.failures().forEach(this::tell);
      if (judging != null) {
        judging.failures().forEach(this::tell);
      }
      if (learnt.isEmpty()) {
        return RunReport.noImage(context);
      }
      AdaptRun.Origin origin =
          new AdaptRun.Origin(
              "resnet50",
              Version.number(),
              started,
              target.text(),
              new AdaptReport.Base(
                  run.spec().name(), run.spec().directory().toString(), run.sha256()),
              train.toString(),
              heldOut == null ? null : heldOut.toString(),
              training.augment,
              (System.nanoTime() - start) / 1e9);
      try (AdaptRun adapt = new AdaptRun(config, stage -> run.models().note(stage))) {
        signal.calls(adapt::stop);
        return finish(run, target, adapt.adapt(learnt, judging, origin), files);
      } catch (UnusableDataException e) {
        throw new UsageException(e.getMessage(), e);
      } catch (CancellationException e) {
        return interrupted();
      }
    } finally {
      signal.release();
    }
  }

  private ModelName check() throws Exception {
    requireFolder("--train", train);
    if (heldOut != null) {
      requireFolder("--val", heldOut);
      Path one = train.toRealPath();
      Path other = heldOut.toRealPath();
      if (one.startsWith(other) || other.startsWith(one)) {
        throw new UsageException(
            "--val " + heldOut + " and --train " + train + " must lie beside each other");
      }
    }
    outputs.check();
    return ModelName.of(name);
  }

  private static void requireFolder(String option, Path folder) throws UsageException {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(option + " " + folder + ": not a folder");
    }
  }

  private static ScanOptions scan(Path folder) {
    return ScanOptions.of(List.of(folder.toString()));
  }

  private FeatureRun features(ModelRun run, RunConsole console) throws IOException {
    FeatureCache cache = FeatureCache.open(run.models().home(), run.spec(), run.sha256());
    return new FeatureRun(run.config(), run.spec(), run.backend(), cache, console::kept);
  }

  private Variants variants() {
    return new Variants(training.augment, training.seed, Augmentation.DEFAULT);
  }

  /** False where it was stopped. */
  private static boolean read(
      FeatureRun features, Path folder, Variants variants, LabelledFeatures into) throws Exception {
    try (ImageScanner images = new ImageScanner(scan(folder))) {
      return features.run(images, variants, image -> add(image, folder, into)).complete();
    }
  }

  private static void add(ImageFeatures image, Path folder, LabelledFeatures into) {
    String path = image.ref().name();
    Path below = folder.relativize(image.ref().source().file().orElseThrow());
    if (below.getNameCount() < 2) {
      into.addUnlabelled(path);
    } else if (image.failure() != null) {
      into.addFailure(path, below.getName(0).toString(), image.failure());
    } else {
      into.add(
          path,
          below.getName(0).toString(),
          image.content().hex(),
          image.perceptualHash(),
          image.variants());
    }
  }

  private int finish(
      ModelRun run, ModelName target, AdaptRun.Result result, AdaptOutputs.Opened files)
      throws Exception {
    AdaptReport report = result.report();
    report.warnings().forEach(warning -> run.models().note("warning: " + warning));
    Writer out = OutputFormat.writer(context.out());
    for (String line : AdaptTable.lines(report)) {
      out.write(Text.escape(line) + "\n");
    }
    out.flush(); // first: whatever comes, what was measured is told
    if (!training.permuted) {
      Backend backend = run.backend();
      backend.startEngine(); // not yet up where all features were known
      new AdaptedModels(
              run.models().store(), new PreparedModels(run.models().home(), run.models()::note))
          .add(request(run, target, result), outputs.overwrite);
    }
    files.write(report, run);
    run.models()
        .note(
            training.permuted
                ? "labels were shuffled: nothing is stored"
                : "stored; use it: resnet50 classify -m " + target.text() + " PATH...");
    return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
  }

  private void tell(AdaptReport.Failure failure) {
    context.err().println("resnet50: " + Text.escape(failure.path() + ": " + failure.message()));
  }

  private AdaptRequest request(ModelRun run, ModelName target, AdaptRun.Result result) {
    AdaptReport report = result.report();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("accuracy", report.scores().accuracy().value());
    facts.put("verdict", report.overfitting().text());
    facts.put("scores", json(report.scores()));
    facts.put("data", json(report.data()));
    facts.put("classes", json(report.classes()));
    facts.put("method", json(report.method()));
    facts.put("settings", json(report.settings()));
    return new AdaptRequest(
        run.spec(), result.head(), result.classes(), target, facts, engine.trustModel());
  }

  /** As in the report. */
  private static JsonElement json(Object part) {
    return JsonParser.parseString(ReportJson.GSON.toJson(part));
  }

  private int interrupted() {
    context.err().println("resnet50: interrupted; no model is made");
    context.err().flush();
    return ExitCode.INTERRUPTED;
  }
}
