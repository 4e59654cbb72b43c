package io.github.resnet50.cli;

import io.github.resnet50.cli.ScoreTargets.RequiredScore;
import io.github.resnet50.cli.options.DecisionOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LabelOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.TarOption;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.decision.Decider;
import io.github.resnet50.evaluate.ConfidenceSettings;
import io.github.resnet50.evaluate.DecisionScores;
import io.github.resnet50.evaluate.Evaluation;
import io.github.resnet50.evaluate.EvaluationReport;
import io.github.resnet50.evaluate.EvaluationReport.EvaluatedImages;
import io.github.resnet50.evaluate.PriceList;
import io.github.resnet50.evaluate.Robustness;
import io.github.resnet50.evaluate.TargetClasses;
import io.github.resnet50.evaluate.TemperatureFit;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.Sidecars;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.model.InputChoice;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.ArchivedLabels;
import io.github.resnet50.model.labelled.FileLabels;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.html.RollUpView;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: labelled images in, scores out. */
@Heading(Section.METHOD)
@Command(
    name = "evaluate",
    description = {
      "Measures a model on labelled images: accuracy, confusion, calibration.",
      "Images that fail, or whose label is no class of the model, are counted and named, and are no"
          + " part of any score."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Macro averages are over the classes that at least one image shows. NLL is in nat; the Brier"
          + " score sums over classes (0 to 2); ECE and MCE compare confidence with accuracy in"
          + " bins, MCE in those of 10 images or more; the debiased ECE is less what chance adds."
          + " Intervals hold 95 %%: Wilson's for accuracies, score intervals for macro averages,"
          + " Hall's for NLL and the Brier score; where images are too few to tell there is none.",
      "",
      "Exit codes: 0 evaluated, 3 so, but some images failed; 4 no image; 2 also where no label"
          + " means a class; 6 a required score was missed.",
      "",
      "Examples:",
      "  resnet50 evaluate photos-by-class --html report.html --min-top1 0.75",
      "  resnet50 evaluate --predictions predictions.csv --labels labels.csv"
    })
final class EvaluateCommand implements Callable<Integer> {
  /** What makes sense for one size alone. */
  private static final List<String> OF_ONE_SIZE =
      List.of(
          "--predictions",
          "--html",
          "--junit",
          "--confusion",
          "--per-class",
          "--save-predictions",
          "--corruptions",
          "--calibrated",
          "--fit-temperature",
          "--tpr",
          "--save-thresholds",
          "--rollup",
          "--rules",
          "--min-top1",
          "--min-top5",
          "--max-ece");

  private final Instant started = Instant.now();
  private final Context context;

  @Spec CommandSpec command;

  @Mixin InputOptions input;
  @Mixin TarOption tar;
  @Mixin LabelOptions label;

  @Heading(Section.INPUT)
  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Evaluate what classify has written, "
              + OutputFormat.SUFFIXES_IN_WORDS
              + ", instead of running a model; with --model, labels are checked against its"
              + " classes.")
  Path predictions;

  @Mixin EngineOptions engine;

  @Option(
      names = {"-k", "--top-k"},
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Tell top-N accuracy too; and predictions an image for --save-predictions (default:"
              + " ${DEFAULT-VALUE}).")
  @Range(min = 1)
  int topK;

  @Option(
      names = "--bins",
      paramLabel = "N",
      defaultValue = "15",
      description = "Bins of confidence, for ECE and MCE (default: ${DEFAULT-VALUE}).")
  @Range(min = 1, max = 1000)
  int bins;

  @Option(
      names = "--equal-mass",
      description = "Let every bin hold as many images, instead of being as wide.")
  boolean equalMass;

  @Mixin SharedOptions.SeedOption seed;

  @Mixin SharedOptions.TtaOption tta;
  @Mixin ConfidenceFitOptions confidence;
  @Mixin DecisionOptions decision;
  @Mixin CorruptionOptions corruptions;
  @Mixin EvaluationOutputs outputs;
  @Mixin ScoreTargets targets;
  @Mixin LongRunOptions common;

  private String settingsKey; // of the model that runs; null: none does
  private DecisionScores decisions; // null: none are asked for

  EvaluateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try (EvaluationOutputs.Files files = check()) {
      TrueLabels labels =
          tar.given && label.file == null ? TrueLabels.ofStream() : label.labels(input.roots());
      return predictions == null ? evaluateModel(labels, files) : evaluateFile(labels, files);
    }
  }

  private EvaluationOutputs.Files check() throws UsageException, IOException {
    if (engine.input().choices().size() > 1) {
      for (String option : OF_ONE_SIZE) {
        if (command.commandLine().getParseResult().hasMatchedOption(option)) {
          throw new UsageException(
              option + " goes with one --input-size; several give a price list alone");
        }
      }
    }
    checkStream();
    targets.check();
    confidence.check(predictions != null);
    decision.readUsed();
    corruptions.conditions();
    if (corruptions.any() && predictions != null) {
      throw new UsageException("--corruptions need a model, not --predictions");
    }
    InputGuard guard = new InputGuard(input).with(decision.files());
    if (label.file != null) {
      guard.add(label.file.toString());
    }
    if (predictions != null) {
      guard.add(predictions.toString());
      if (!Files.isReadable(predictions) || Files.isDirectory(predictions)) {
        throw new UsageException("--predictions " + predictions + ": not a file that can be read");
      }
      if (OutputFormat.forFile(predictions).isEmpty()) {
        throw new UsageException(
            "--predictions " + predictions + ": must end in " + OutputFormat.SUFFIXES_IN_WORDS);
      }
      if (outputs.predictions != null) {
        throw new UsageException("--save-predictions: they are in " + predictions + " already");
      }
    }
    return outputs.check(context, guard);
  }

  /** Refuses what would need the images again. */
  private void checkStream() throws UsageException {
    tar.check(input);
    if (!tar.given) {
      return;
    }
    if (predictions != null) {
      throw new UsageException("--tar and --predictions: take one of them");
    }
    if (corruptions.any() || engine.input().choices().size() > 1) {
      throw new UsageException(
          "--corruptions and several --input-size read the images again: not from --tar -");
    }
  }

  private int evaluateFile(TrueLabels labels, EvaluationOutputs.Files files) throws Exception {
    ModelAccess models = new ModelAccess(context, common, engine.choice());
    Optional<ModelSpec> known =
        engine.askedModel().isPresent()
            ? Optional.of(models.find(engine.askedModel().get()))
            : Optional.empty();
    TargetClasses classes =
        known.isPresent()
            ? TargetClasses.of(known.get().labels())
            : TargetClasses.seenIn(predictions);
    if (known.isPresent()) {
      classes.requireSame(predictions);
    }
    if (labels instanceof ArchivedLabels && !input.isEmpty()) {
      try (ImageWalk walk = labels.walk(input.scan(context.in()))) { // for its labels alone
        walk.forEachRemaining(image -> {});
      }
    }
    new LabelCheck(labels, classes.index(), models::note).check(predictions, known.isEmpty());
    Decider decider =
        known.isPresent()
            ? decision.decider(known.get().labels(), known.get().name())
            : decision.decider(predictions, classes.labels(), models::note);
    Evaluation evaluation = new Evaluation(labels, classes, readers(decider, classes));
    files.open(() -> decision.view(classes.labels()));
    Set<String> names = new HashSet<>();
    long repeated = 0;
    try (PredictionReader reader = PredictionReader.open(predictions)) {
      while (reader.hasNext()) {
        ItemResult record = decider.decide(reader.next());
        repeated += names.add(record.name()) ? 0 : 1;
        files.add(record, evaluation.add(record));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (repeated > 0) {
      models.note(
          "%s: %d records have a path that an earlier one has; each counts, so that intervals are"
                  .formatted(predictions, repeated)
              + " too narrow");
    }
    return finish(evaluation, evaluation.images(), null, labels, files, null);
  }

  private int evaluateModel(TrueLabels labels, EvaluationOutputs.Files files) throws Exception {
    if (!tar.given) {
      input.requireAny();
    }
    ScanOptions scan =
        input.isEmpty() && labels instanceof FileLabels file
            ? input.walk.below(file.paths())
            : input.repeatable(input.scan(context.in())); // counted ahead, and again by conditions
    List<RunSetup> runs = new ArrayList<>();
    for (InputChoice choice : engine.input().choices()) {
      String model = engine.model(context.environment());
      InputChoice shown = choice.averaging(tta.views);
      RunSetup run = RunSetup.of(context, common, engine, model, shown, scan, topK);
      runs.add(run.over(images(labels, run.config().scan()), tar.given));
    }
    RunSetup run = runs.get(0);
    TargetClasses classes = TargetClasses.of(run.spec().labels());
    boolean areLabelsChecked =
        !run.spec().labels().isEmpty()
            && check(new LabelCheck(labels, classes.index(), run.models()::note));
    if (runs.size() > 1) {
      return evaluateSizes(runs, labels, files);
    }
    Decider decider = decision.decider(run.spec().labels(), run.spec().name());
    List<Evaluation.Reader> readers = readers(decider, classes);
    readers.addAll(confidence.readers(seed.value));
    Evaluation evaluation = new Evaluation(labels, classes, readers);
    confidence.requireWritable(run.models().home());
    String sha256 = run.sha256();
    settingsKey = ConfidenceSettings.key(sha256, run.spec());
    confidence.requireReadable(run.models().home(), settingsKey);
    Double temperature = confidence.calibrated ? run.temperature() : null;
    files.open(() -> decision.view(classes.labels()));
    RunOutcome outcome =
        run.run(
            "evaluate",
            ClassifySettings.keeping(confidence.scores()).at(temperature).deciding(decider),
            columns -> evaluation.sink(files::add, files.sink(columns, decider.columns())),
            files::picture);
    if (outcome.end() == End.STOPPED) {
      files.discard();
      return ExitCode.INTERRUPTED;
    }
    if (outcome.found() == 0) {
      return WalkReport.nothingTaken(context, outcome.walk(), scan);
    }
    if (!areLabelsChecked) { // as of a stream, which could not be looked at before
      labels.note().ifPresent(run.models()::note);
      evaluation.labels().note().ifPresent(run.models()::note);
    }
    Optional<Robustness> robustness = Optional.empty();
    if (corruptions.any() && evaluation.images().evaluated() > 0) {
      robustness = corruptions.run(run, labels, temperature, evaluation.top1().value(), seed.value);
      if (robustness.isEmpty()) {
        files.discard();
        return ExitCode.INTERRUPTED;
      }
    }
    EvaluationReport.EvaluatedModel model =
        new EvaluationReport.EvaluatedModel(
            run.spec().name(),
            run.spec().directory().toString(),
            sha256,
            run.models().engineName(run.spec()),
            temperature,
            run.input());
    if (label.file == null) {
      WalkReport.noteOfClasses(context, common, outcome.walk());
    } else {
      WalkReport.note(context, common, outcome.walk());
    }
    EvaluatedImages images = evaluation.images().beside(outcome.walk().passedOver());
    return finish(evaluation, images, model, labels, files, robustness.orElse(null));
  }

  /** Those of decisions, where any are asked for. */
  private List<Evaluation.Reader> readers(Decider decider, TargetClasses classes) {
    List<Evaluation.Reader> readers = new ArrayList<>();
    if (decision.isGiven()) {
      decisions = new DecisionScores(decider, classes);
      readers.add(decisions);
    }
    return readers;
  }

  private ImageWalk.Opener images(TrueLabels labels, ScanOptions scan) {
    if (!tar.given) {
      return () -> labels.walk(scan);
    }
    return labels instanceof ArchivedLabels archived
        ? () -> archived.over(TarOption.walk(context.in(), scan, archived))
        : () -> TarOption.walk(context.in(), scan, Sidecars.NONE);
  }

  /** One model with images of several sizes. */
  private int evaluateSizes(List<RunSetup> runs, TrueLabels labels, EvaluationOutputs.Files files)
      throws Exception {
    files.open(() -> RollUpView.NONE);
    RunSetup first = runs.get(0);
    SizePrices prices = new SizePrices(runs, labels);
    Optional<List<PriceList.Price>> found = prices.run();
    RunOutcome outcome = prices.outcome();
    if (found.isEmpty()) {
      if (outcome.end() == End.STOPPED) {
        files.discard();
        return ExitCode.INTERRUPTED;
      }
      return outcome.found() == 0
          ? WalkReport.nothingTaken(context, outcome.walk(), first.config().scan())
          : noneScored(prices.evaluation(), prices.evaluation().images());
    }
    WalkReport.note(context, common, outcome.walk());
    files.finish(
        new PriceList(
            "resnet50",
            Version.number(),
            started,
            new PriceList.PricedModel(
                first.spec().name(),
                first.spec().directory().toString(),
                first.sha256(),
                first.models().engineName(first.spec())),
            labels.source(),
            found.get()));
    return failed(prices.evaluation().images());
  }

  private int noneScored(Evaluation evaluation, EvaluatedImages images) {
    context.say(
        "none of %d images can be scored: %d without a label of the model, %d failed; see --labels"
                .formatted(
                    images.found(), images.unlabelled() + images.ambiguous(), images.failed())
            + evaluation.labels().note().map(note -> "; " + note).orElse(""));
    return images.failed() == images.found() ? ExitCode.NO_IMAGE : ExitCode.USAGE;
  }

  private int failed(EvaluatedImages images) {
    String first =
        images.firstFailures().stream()
            .findFirst()
            .map(failure -> failure.path() + ": " + failure.error())
            .orElse("");
    return context.failed(common, images.failed(), images.found(), first);
  }

  /** Of what can be looked at before it is classified; false where nothing can. */
  private boolean check(LabelCheck check) throws UsageException, IOException {
    if (tar.given) {
      return false;
    }
    if (!input.isEmpty() && input.canBeWalkedTwice()) {
      check.check(input.scan(context.in()));
      return true;
    }
    if (check.labels() instanceof FileLabels file) {
      check.check(file.paths());
      return true;
    }
    return false;
  }

  /**
   * @param model null where predictions were read from a file
   * @param robustness null where none was asked for
   */
  private int finish(
      Evaluation evaluation,
      EvaluatedImages images,
      EvaluationReport.EvaluatedModel model,
      TrueLabels labels,
      EvaluationOutputs.Files files,
      Robustness robustness)
      throws IOException, UsageException, ModelException {
    if (images.evaluated() == 0) {
      return noneScored(evaluation, images);
    }
    Binning binning = new Binning(bins, equalMass);
    TemperatureFit fit = confidence.temperature(binning);
    EvaluationReport report =
        new EvaluationReport(
            "resnet50",
            Version.number(),
            started,
            model,
            predictions == null ? null : predictions.toString(),
            labels.source(),
            images,
            new EvaluationReport.ScoringMethod(topK, binning, seed.value, 0),
            evaluation.scores(topK, binning),
            fit,
            confidence.thresholds(fit, model == null ? null : model.temperature()),
            robustness,
            decisions == null ? null : decisions.scores());
    List<RequiredScore> wanted = targets.targets(report.scores());
    files.finish(report, wanted);
    ModelAccess models = new ModelAccess(context, common);
    confidence.save(models.home(), settingsKey, report, models::note);
    files.print(report.lines());
    List<String> missed =
        wanted.stream().map(RequiredScore::missed).filter(Objects::nonNull).toList();
    if (!missed.isEmpty()) {
      if (!common.quiet) {
        missed.forEach(line -> context.say("missed: " + line));
      }
      return context.end(ExitCode.SCORE_MISSED, common, "missed: " + String.join("; ", missed));
    }
    return failed(images);
  }
}
