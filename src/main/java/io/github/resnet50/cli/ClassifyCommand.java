package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.Tuning.AutoTuner;
import io.github.resnet50.cli.options.DecisionOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.TarOption;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.scene.Scene;
import io.github.resnet50.image.scene.SceneOptions;
import io.github.resnet50.image.scene.TileSource;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.Sidecars;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.model.InputChoice;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.html.ClassificationPage;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.journal.FinishedOutput;
import io.github.resnet50.report.journal.ResumableOutput;
import io.github.resnet50.report.journal.ResumeException;
import io.github.resnet50.report.journal.UpdatedOutput;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code classify}: images in, predictions out. */
@Heading(Section.RESUMING)
@Command(
    name = "classify",
    description = "Classifies images and writes exactly one record for each path.",
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 classify photos -o predictions.csv",
      "  find . -name '*.jpg' -print0 | resnet50 classify --files-from - -0 -f json"
    })
final class ClassifyCommand implements Callable<Integer> {
  private final Context context;

  @Spec CommandSpec command;

  @Mixin InputOptions input;

  @Mixin TarOption tar;
  @Mixin EngineOptions engine;
  @Mixin OutputOptions output;
  @Mixin ColumnOptions columns;
  @Mixin SceneChoice scenes;
  @Mixin ResumeOptions resume;
  @Mixin SharedOptions.TtaOption tta;
  @Mixin CertaintyOptions certainty;
  @Mixin DecisionOptions decision;

  @Range(min = 0)
  @Journaled.Not("ends a run early, with the same records so far")
  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "Stop once more than N images have failed (default: never).")
  Long maxFailures;

  @Journaled.Not("ends a run early, with the same records so far")
  @Option(names = "--fail-fast", description = "Stop at the first failed image.")
  boolean failFast;

  @Mixin LongRunOptions common;

  ClassifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    RunConfig asked =
        config(); // first, so that wrong usage is reported before a model is looked for
    InputChoice wanted = engine.input().choice().averaging(tta.views);
    OutputFormat format = output.format();
    InputGuard guard = new InputGuard(input).with(decision.files());
    Outputs outputs = columns.reserve(output.outputs(context, guard));
    decision.readUsed();
    tar.check(input);
    boolean isStream = tar.given;
    resume.check(output, input, isStream);
    Optional<FinishedOutput> finished = resume.finished(output);
    if (finished.isPresent() && isStream) {
      throw new UsageException(
          output.output
              + " is finished, and a stream cannot be held against it first: use --update");
    }
    if (finished.isPresent()) {
      asked = asked.over(input.repeatable(asked.scan()));
    }
    ModelAccess models = new ModelAccess(context, common, engine.choice());
    String model = engine.model(context.environment());
    if (models.isFetchedFor(model) && !isStream) {
      Optional<WalkCounts> nothing = walkedInVain(asked.scan());
      if (nothing.isPresent()) {
        return WalkReport.nothingTaken(context, nothing.get(), asked.scan());
      }
    }
    ModelSpec spec = models.find(model, wanted);
    resume.engine(output, finished).ifPresent(models.selection()::goesOnWith);
    CertaintyOptions.Applied applied =
        columns
            .on(certainty.applied(models.home(), spec), output, scenes.columns())
            .deciding(decision.decider(spec.labels(), spec.name()));
    Integer recordedSize = resume.batchSize(output, finished);
    ResumeOptions.ToDo toDo = null;
    if (finished.isPresent()) {
      int size = engine.batchSize().orElse(recordedSize == null ? 1 : recordedSize);
      RunConfig now = asked.with(size, asked.workers().predictors());
      Map<String, String> settings =
          JournalSettings.of(command, now, spec, format, applied, models);
      toDo = resume.toDo(finished.get(), settings, asked, spec.labels().size(), applied.records());
      if (toDo.isNothing()) {
        try (EmbeddingsFile embeddings = columns.open(true, context)) {
          write(embeddings, format);
        }
        return notClassified(toDo.text(output.output), toDo.output().failed());
      }
      toDo.note(output.output).ifPresent(models::note);
    }
    AutoTuner tuner =
        isStream
                || resume.hasRecords(
                    output) // of which most are done: there is nothing to measure for
            ? AutoTuner.NONE
            : new Tuning.FirstLongRun(models, spec, input, asked.scan());
    RunConfig config = RunSetup.of(models, engine, spec, asked, recordedSize, tuner).config();
    RunReport report =
        new RunReport(models, config, spec, failFast ? "--fail-fast" : "--max-failures");
    Map<String, String> settings =
        JournalSettings.of(command, config, spec, format, applied, models);
    boolean replaces = // else those of the run that is resumed
        output.overwrite.given || toDo != null || resume.goesOn(output);
    try (Output predictions = resume.open(output, input, settings, toDo, context);
        EmbeddingsFile embeddings = columns.open(replaces, context);
        outputs) {
      outputs.open(replaces);
      ClassificationPage page =
          output.html == null
              ? null
              : new ClassificationPage(
                  output.html, decision.view(LabelIndex.byIndex(spec.labels())));
      RunOutcome outcome;
      OptionalLong total;
      try (RunConsole console = models.console("classify", Progress.FILES)) {
        Engine computing = models.engine(spec, console::note);
        RunListener listener =
            page == null
                ? console
                : console.and((ref, pixels) -> show(page, ref, pixels), page::add);
        ClassifyRun run = new ClassifyRun(config, spec, computing, listener, applied.scoring());
        context.signal().calls(run::stop);
        if (!isStream && input.canBeWalkedTwice() && !(predictions instanceof UpdatedOutput)) {
          console.countAhead(config.scan());
        }
        outcome =
            run(
                run,
                images(config.scan()),
                format,
                applied.records(),
                Map.of("model_name", spec.name()),
                predictions);
        total = console.total();
      }
      if (predictions instanceof UpdatedOutput updated) {
        updated.emptied().forEach(context::say);
        if (updated.isWithoutWork(outcome.tally())) {
          outputs.discard();
          write(embeddings, format);
          WalkReport.note(context, common, outcome.walk());
          return notClassified(updated.text(), outcome.tally().failed());
        }
      }
      try {
        boolean isWritten = outcome.isComplete() && outcome.found() > 0;
        if (isWritten && !RunReport.isOfNothing(outcome, predictions)) {
          write(embeddings, format);
        }
        return report.end(outcome, total, predictions, outputs, page);
      } catch (IOException e) {
        if (outcome.end() == End.COMPLETE && predictions.partial().isPresent()) {
          throw new ErrorLines.UnfinishedException(
              "the predictions are complete in " + predictions.name(), e);
        }
        throw e;
      }
    }
  }

  private void write(EmbeddingsFile embeddings, OutputFormat format) throws IOException {
    if (embeddings != null) {
      embeddings.write(FileNames.path(output.output), format);
    }
  }

  private static void show(ClassificationPage page, ImageRef image, RgbImage pixels) {
    if (image.source() instanceof TileSource tile) {
      Scene scene = tile.scene();
      page.scene(image.name(), scene.size().width(), scene.size().height(), scene::overview);
    }
    page.picture(image.index(), pixels);
  }

  /** Says what there is, and which files are not made then; returns the exit code. */
  private int notClassified(String text, long failed) {
    int exitCode = failed > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
    String notMade =
        Stream.of(output.html, output.timings)
            .filter(file -> file != null && !Files.exists(file))
            .map(
                file -> "; " + file + " is not made, since nothing is classified: --overwrite does")
            .collect(Collectors.joining());
    if (!common.quiet || exitCode != ExitCode.OK || !notMade.isEmpty()) {
      context.say(text + notMade);
    }
    return exitCode;
  }

  /** Runs and commits. If it fails, the message says which results are kept. */
  private static RunOutcome run(
      ClassifyRun run,
      ImageWalk.Opener images,
      OutputFormat format,
      Columns extras,
      Map<String, String> about,
      Output predictions)
      throws Exception {
    if (!(predictions instanceof ResumableOutput journaled)) {
      RunOutcome outcome =
          run.run(
              images,
              columns -> format.sink(predictions.stream(), columns, extras),
              Checkpoints.NONE);
      commit(outcome, predictions);
      return outcome;
    }
    journaled.about(about);
    try {
      RunOutcome outcome =
          run.run(
              () -> {
                ImageWalk walk = images.open();
                return walk.filtered(all -> journaled.toDo(all, walk.unseen()));
              },
              columns ->
                  journaled.isContinued()
                      ? format.continuation(journaled.stream(), columns, extras)
                      : format.sink(journaled.stream(), columns, extras),
              journaled);
      UpdatedOutput updated = journaled instanceof UpdatedOutput update ? update : null;
      if (updated != null && outcome.isComplete()) {
        outcome = outcome.ofAll(updated.found());
        updated.addKept(outcome.tally());
      }
      if (RunReport.isOfNothing(outcome, journaled)) {
        journaled.discard();
      } else {
        commit(outcome, predictions);
        if (updated != null) {
          updated.addMissing(outcome.tally());
        }
      }
      return outcome;
    } catch (IOException | PipelineException e) {
      boolean isKept =
          journaled.leavesRecords() && journaled.partial().filter(Files::exists).isPresent();
      if (!isKept || e.getCause() instanceof ResumeException) {
        throw e;
      }
      throw new ErrorLines.UnfinishedException(RunReport.whatIsKept(journaled), e);
    }
  }

  private static void commit(RunOutcome outcome, Output predictions) throws IOException {
    if (outcome.end() == End.COMPLETE && outcome.found() > 0) {
      predictions.commit();
    }
  }

  private ImageWalk.Opener images(ScanOptions scan) {
    return tar.given
        ? () -> TarOption.walk(context.in(), scan, Sidecars.NONE)
        : () -> new ImageScanner(scan);
  }

  /**
   * Looked up only before a download: a walk may be slow, and some lists can be read only once.
   *
   * @return empty where there is an image, or may be one
   */
  private static Optional<WalkCounts> walkedInVain(ScanOptions scan) throws IOException {
    if (scan.filesFrom() != null) {
      return Optional.empty();
    }
    try (ImageScanner scanner = new ImageScanner(scan)) {
      return scanner.hasNext() ? Optional.empty() : Optional.of(scanner.counts());
    }
  }

  private RunConfig config() throws UsageException {
    RunConfig config =
        engine
            .config(input.scan(context.in()), output.topK.value)
            .withMaxFailures(toleratedFailures());
    if (resume.byContent && columns.columns.contains(ImageColumn.MODIFIED)) {
      throw new UsageException(
          "--by-content does not go with --columns modified: what was only touched keeps its"
              + " record, and with it the old time");
    }
    SceneOptions made = scenes.options(config.limits().maxPixels(), tar.given, resume.byContent);
    return config.over(config.scan().as(made));
  }

  private long toleratedFailures() {
    if (failFast) {
      return 0;
    }
    return maxFailures == null ? RunConfig.Limits.ANY_FAILURES : maxFailures;
  }
}
