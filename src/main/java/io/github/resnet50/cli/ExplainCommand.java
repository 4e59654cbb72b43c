package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.explain.ExplainConfig;
import io.github.resnet50.explain.ExplainRun;
import io.github.resnet50.explain.ExplainedImage;
import io.github.resnet50.explain.ExplanationFiles;
import io.github.resnet50.explain.ExplanationPage;
import io.github.resnet50.explain.ExplanationSummary;
import io.github.resnet50.explain.ExplanationTable;
import io.github.resnet50.explain.ReliabilityNotes;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.timing.Summary;
import io.github.resnet50.run.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code explain}: images in, heat maps of what decisions rest on out. */
@Heading(Section.OUTPUT)
@Command(
    name = "explain",
    description = {
      "Shows what a model's decisions rest on: heat maps, and measures of how far to trust them.",
      "For each image, class and method: an overlay (.png), the map (.npy) and a line in"
          + " explanations.jsonl."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Methods: gradcam, cam, gradcam++ and layercam look at the model's last feature map, of ViT"
          + " and DeiT at the tokens that enter the last block, and cost about as much as"
          + " classifying; attention-rollout follows the attention of ViT, DeiT and Swin;"
          + " occlusion, rise and shap hide parts of the image, work with any model, and cost as"
          + " much as classifying hundreds of images.",
      "",
      "Examples:",
      "  resnet50 explain photos -o heat --html heat.html",
      "  resnet50 explain photos --method gradcam,rise --class tabby --faithfulness"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String RECORDS = "explanations.jsonl";

  private final Context context;

  @Mixin InputOptions input;
  @Mixin EngineOptions engine;
  @Mixin MethodOptions methods;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "explanations",
      description =
          "The folder for overlays, maps and "
              + RECORDS
              + "; made where it is missing (default: ${DEFAULT-VALUE}).")
  Path output;

  @Option(names = "--large-maps", description = "Write maps as large as the model sees images.")
  boolean largeMaps;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page to look at: images beside their overlays.")
  Path html;

  @Mixin SharedOptions.OverwriteOption overwrite;

  @Mixin LongRunOptions common;

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ScanOptions scan =
        input.scan(
            context.in()); // first, so that wrong usage is reported before a model is looked for
    methods.check();
    checkFolder();
    Optional<String> missing = input.missing();
    if (missing.isPresent()) {
      context.say(missing.get() + "; nothing is written");
      return ExitCode.NO_IMAGE;
    }
    RunSetup run = RunSetup.of(context, common, engine, scan, methods.topK);
    ModelSpec spec = run.spec();
    checkClass(spec);
    ExplainConfig config = methods.config(run.config());
    makeFolder();
    Path records = output.resolve(RECORDS);
    Outputs outputs =
        new Outputs(context, new InputGuard(input).with(methods.taxonomy.files()))
            .add("--output", records)
            .add("--html", html);
    ExplanationSummary summary = new ExplanationSummary();
    Tally tally = new Tally();
    try (outputs) {
      outputs.open(overwrite.given);
      ExplanationPage page = html == null ? null : new ExplanationPage(html);
      RunOutcome outcome;
      try (RunConsole console = run.models().console("explain", Progress.FILES)) {
        ExplainRun explain = new ExplainRun(config, spec, run.engine(), console);
        context.signal().calls(explain::stop);
        if (input.canBeWalkedTwice()) {
          console.countAhead(scan);
        }
        ExplanationFiles files =
            new ExplanationFiles(
                output, OutputFormat.writer(outputs.stream("--output")), largeMaps);
        outcome =
            explain.run(
                image -> {
                  files.write(image);
                  summary.add(image);
                  if (page != null) {
                    page.add(image);
                  }
                  ItemResult record = record(image);
                  tally.add(record);
                  console.written(record);
                });
      }
      if (outcome.isComplete() && outcome.found() == 0) {
        return WalkReport.nothingTaken(context, outcome.walk(), scan);
      }
      if (outcome.isComplete()) {
        outputs.commit("--output");
      }
      List<String> notes = ReliabilityNotes.of(summary, methods.samples);
      if (page != null && summary.ok() > 0) {
        String warning = warning(outcome, notes);
        outputs.write(
            "--html",
            out -> page.write("resnet50 " + Version.number(), spec.name(), summary, warning, out));
        outputs.commit("--html");
      }
      printOutcome(summary, notes, tally, outcome);
      WalkReport.note(context, common, outcome.walk());
      return outcome.isComplete() ? context.failed(common, tally) : ExitCode.INTERRUPTED;
    }
  }

  private void checkClass(ModelSpec spec) throws UsageException {
    if (spec.labels().isEmpty()) {
      return; // known when the model is loaded
    }
    try {
      methods.asked().of(methods.topK, spec.labels());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** A walk that reaches the overlays written by this run would explain them too. */
  private void checkFolder() throws UsageException {
    Path folder = output.toAbsolutePath().normalize();
    for (String path : input.roots()) {
      if (Files.isDirectory(FileNames.path(path))
          && folder.startsWith(FileNames.path(path).toAbsolutePath().normalize())) {
        throw new UsageException(
            "--output " + output + ": lies in " + path + ", which is walked; take another folder");
      }
    }
  }

  private void makeFolder() throws UsageException {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw new UsageException("--output " + output + ": cannot be made a folder", e);
    }
  }

  /** What the reader of the page has to know first. */
  private static String warning(RunOutcome outcome, List<String> notes) {
    List<String> warnings = new ArrayList<>();
    if (!outcome.isComplete()) {
      warnings.add("Not all: interrupted.");
    }
    WalkText.note(outcome.walk().passedOver()).ifPresent(note -> warnings.add(note + "."));
    notes.forEach(note -> warnings.add(note + "."));
    return String.join(" ", warnings);
  }

  private static ItemResult record(ExplainedImage image) {
    String name = image.ref().name();
    return image.failure() == null
        ? new ItemResult.Predicted(
            image.ref().index(), name, image.width(), image.height(), List.of())
        : new ItemResult.Failed(image.ref().index(), name, image.failure());
  }

  private void printOutcome(
      ExplanationSummary summary, List<String> notes, Tally tally, RunOutcome outcome) {
    if (!common.quiet && summary.ok() + summary.failed() > 0) {
      if (summary.ok() > 0) {
        ExplanationTable.lines(summary).forEach(context.err()::println);
      }
      context
          .err()
          .printf(
              "%s explained, %d failed; see %s%n",
              Text.counted(summary.ok(), "image"), summary.failed(), output);
      notes.forEach(context.err()::println);
      Summary.failures(tally.failed(), tally.firstFailures()).forEach(context.err()::println);
    }
    if (!outcome.isComplete()) {
      context.say(
          summary.ok() + summary.failed() == 0
              ? "interrupted; " + StopOnSignal.NOTHING
              : "interrupted; the records so far are in "
                  + output.resolve(RECORDS + ".partial")
                  + "; --overwrite starts anew");
    }
    context.err().flush();
  }
}
