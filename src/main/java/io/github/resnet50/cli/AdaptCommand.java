package io.github.resnet50.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.resnet50.adapt.AdaptConfig;
import io.github.resnet50.adapt.AdaptPage;
import io.github.resnet50.adapt.AdaptReport;
import io.github.resnet50.adapt.AdaptRun;
import io.github.resnet50.adapt.AdaptRun.UnusableDataException;
import io.github.resnet50.adapt.AdaptSummary;
import io.github.resnet50.adapt.LabelledFeatures;
import io.github.resnet50.basics.CLibrary;
import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.features.Augmentation;
import io.github.resnet50.features.FeatureCache;
import io.github.resnet50.features.FeatureRun;
import io.github.resnet50.features.Variants;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.NumberedPaths;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.intake.AdaptedModels;
import io.github.resnet50.model.intake.AdaptedModels.AdaptRequest;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
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
@Heading(Section.OUTPUT)
@Command(
    name = "adapt",
    description = {
      "Makes a classifier for classes of your own, in minutes on a CPU.",
      "Takes a folder for each class, with images in it. A head is trained on the features of a"
          + " model, and stored with it as a model of its own.",
      "Says how good it is on images that it has not seen, and beside simpler ways, whether more"
          + " images would help, and which labels are probably wrong."
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
  private static final String NO_MODEL =
      "no model is made; features that were computed are kept, and the same command goes on";

  private final Instant started = Instant.now();
  private final Context context;

  @Heading(Section.INPUT)
  @Option(
      names = "--train",
      paramLabel = "DIR",
      required = true,
      description = "A folder of class folders to learn from; their names are the labels.")
  Path train;

  @Heading(Section.INPUT)
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

  @Option(
      names = {"-o", "--output", "--report"},
      paramLabel = "FILE",
      description =
          "Write all figures, curves, suspects and settings, .json; -: instead of the text.")
  Path reportFile;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page to look at: curves, confusion, suspected labels.")
  Path html;

  @Option(
      names = "--overwrite",
      description = "Replace a model of the same name, and outputs that exist.")
  boolean overwrite;

  @Mixin WalkOptions walk;
  @Mixin EngineOptions engine;
  @Mixin LongRunOptions common;

  AdaptCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    AdaptConfig config = training.config(engine.threads().orElse(EngineOptions.cores()));
    checkFolders();
    Outputs outputs =
        new Outputs(context, new InputGuard(new InputOptions()))
            .add("--output", reportFile, OutputFormat.JSON)
            .add("--html", html);
    ModelName target = ModelName.of(name);
    RunSetup run = RunSetup.of(context, common, engine, scan(train), 1);
    AdaptedModels.requireAdaptable(run.spec());
    if (!training.permuted) {
      run.models().store().requireWritable();
      if (!overwrite) {
        run.models().store().requireFree(target);
      }
    }
    context.signal().endsAtOnce(NO_MODEL);
    try (outputs) {
      outputs.open(overwrite);
      long start = System.nanoTime();
      LabelledFeatures learnt = new LabelledFeatures(train);
      LabelledFeatures judging = heldOut == null ? null : new LabelledFeatures(heldOut);
      if (!readFeatures(run, learnt, judging)) {
        return interrupted();
      }
      context.signal().endsAtOnce();
      double featureSeconds = (System.nanoTime() - start) / 1e9;
      printFailures(learnt);
      if (judging != null) {
        printFailures(judging);
      }
      if (learnt.isEmpty()) {
        return WalkReport.nothingTaken(context, learnt.walk(), scan(train));
      }
      AdaptRun.Adapted result;
      try (AdaptRun adapt = new AdaptRun(config, stage -> run.models().note(stage))) {
        context.signal().calls(adapt::stop);
        result = adapt.adapt(learnt, judging, origin(run, target), featureSeconds);
      } catch (UnusableDataException e) {
        throw new UsageException(e.getMessage(), e);
      } catch (CancellationException e) {
        return interrupted();
      }
      context.signal().endsAtOnce();
      AdaptReport report = result.report();
      printSummary(run, report, outputs);
      if (!training.permuted) {
        store(run, target, result);
        context.signal().endsAtOnce("model " + target.text() + " is stored, without a report");
      }
      writeFiles(outputs, run, learnt, report.measuredNow()); // storing takes memory too
      if (!training.permuted) {
        context.signal().endsAtOnce("model " + target.text() + " is stored");
      }
      run.models()
          .note(
              training.permuted
                  ? "labels were shuffled: nothing is stored"
                  : "stored; use it: " + run.models().classifyCommand(target.text()));
      List<AdaptReport.UnreadableImage> failures = report.issues().failures();
      return failures.isEmpty()
          ? ExitCode.OK
          : context.end(
              ExitCode.SOME_FAILED,
              common,
              "%d images could not be read: %s: %s"
                  .formatted(failures.size(), failures.get(0).path(), failures.get(0).message()));
    }
  }

  private void checkFolders() throws UsageException, IOException {
    requireFolder("--train", train);
    if (heldOut != null) {
      requireFolder("--val", heldOut);
      for (String learnt : roots(train)) {
        for (String judging : roots(heldOut)) {
          requireApart(learnt, judging);
        }
      }
    }
  }

  private static void requireApart(String learnt, String judging)
      throws UsageException, IOException {
    Path one = real(learnt);
    Path other = real(judging);
    if (one.startsWith(other) || other.startsWith(one)) {
      throw new UsageException(
          "--val " + judging + " and --train " + learnt + " must lie beside each other");
    }
  }

  private static void requireFolder(String option, Path folder) throws UsageException {
    for (String root : roots(folder)) {
      if (!LabelledImages.isWalked(FileNames.path(root))) {
        throw new UsageException(option + " " + root + ": neither a folder nor an archive");
      }
    }
  }

  private static List<String> roots(Path folder) {
    return NumberedPaths.expanded(List.of(folder.toString()));
  }

  private static Path real(String root) throws IOException {
    Path folder = FileNames.path(root);
    return Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
  }

  private ScanOptions scan(Path folder) throws UsageException {
    return walk.below(roots(folder));
  }

  /** False if the run was stopped. */
  private boolean readFeatures(RunSetup run, LabelledFeatures learnt, LabelledFeatures judging)
      throws Exception {
    FeatureCache cache =
        FeatureCache.open(
            run.models().home(), run.spec(), run.sha256(), run.models().engineName(run.spec()));
    Variants variants = new Variants(training.augment, training.seed.value, Augmentation.DEFAULT);
    try (RunConsole console = run.models().console("features", Progress.FILES);
        FeatureRun features =
            new FeatureRun(run.config(), run.spec(), run.engine(), cache, console.features())) {
      context.signal().calls(features::stop);
      boolean complete =
          read(features, train, variants, learnt)
              && (judging == null || read(features, heldOut, Variants.NONE, judging));
      learnt.labels().note().ifPresent(run.models()::note);
      if (judging != null) {
        judging.labels().note().ifPresent(run.models()::note);
      }
      return complete;
    } finally {
      CLibrary.releaseFreedMemory(); // storing needs it
      cache.problem().ifPresent(run.models()::note);
    }
  }

  private boolean read(FeatureRun features, Path folder, Variants variants, LabelledFeatures into)
      throws Exception {
    try (ImageWalk images = into.labels().walk(scan(folder))) {
      boolean complete = features.run(images, variants, into::add).complete();
      into.walked(images.counts());
      return complete;
    }
  }

  private void printFailures(LabelledFeatures features) {
    if (!common.quiet) {
      for (AdaptReport.UnreadableImage failure : features.failures()) {
        context.say(failure.path() + ": " + failure.message());
      }
    }
  }

  private AdaptReport.Provenance origin(RunSetup run, ModelName target) throws IOException {
    return new AdaptReport.Provenance(
        "resnet50",
        Version.number(),
        started,
        target.text(),
        new AdaptReport.Base(run.spec().name(), run.spec().directory().toString(), run.sha256()));
  }

  /**
   * Prints before anything is stored, so that the measured figures are known even if storing fails.
   */
  private static void printSummary(RunSetup run, AdaptReport report, Outputs outputs)
      throws IOException {
    report.issues().warnings().forEach(warning -> run.models().note("warning: " + warning));
    outputs.print(AdaptSummary.lines(report).stream().map(Text::escape).toList());
  }

  private void store(RunSetup run, ModelName target, AdaptRun.Adapted result) throws Exception {
    AdaptReport report = result.report();
    AdaptReport.Quality quality = report.quality();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("accuracy", quality.scores().accuracy().value());
    facts.put(
        "measured",
        Map.of(
            "images",
            quality.classes().stream().mapToInt(AdaptReport.ClassRecall::unseen).sum(),
            "how",
            quality.scores().heldOut() == null ? "by cross-validation" : "held out"));
    facts.put("verdict", quality.fit().text());
    facts.put("scores", json(quality.scores()));
    facts.put("data", json(report.data()));
    facts.put("classes", json(quality.classes()));
    facts.put("method", json(report.method()));
    facts.put("settings", json(report.chosen().settings()));
    run.models().graphEngine().start(); // not yet up where all features were known
    PreparedModels prepared = new PreparedModels(run.models().home(), run.models()::note);
    new AdaptedModels(run.models().store(), prepared)
        .add(
            new AdaptRequest(
                run.spec(),
                result.head(),
                result.classes(),
                target,
                facts,
                engine.choice().trustModel()),
            overwrite);
  }

  /** As in the report. */
  private static JsonElement json(Object part) {
    return JsonParser.parseString(ReportJson.GSON.toJson(part));
  }

  private void writeFiles(
      Outputs outputs, RunSetup run, LabelledFeatures learnt, AdaptReport report)
      throws IOException, ModelException {
    outputs.write("--output", out -> ReportJson.write(report, out));
    if (html != null) {
      try (PagePictures pictures = PagePictures.of(run)) {
        AdaptPage page =
            new AdaptPage(report, html, path -> learnt.source(path).flatMap(pictures::picture));
        outputs.write("--html", page::write);
      }
    }
    outputs.commit();
  }

  private int interrupted() {
    context.say("interrupted; " + NO_MODEL);
    return ExitCode.INTERRUPTED;
  }
}
