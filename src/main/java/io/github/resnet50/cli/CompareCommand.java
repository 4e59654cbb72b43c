package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LabelOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.TaxonomyOption;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.compare.Comparison;
import io.github.resnet50.compare.ComparisonPage;
import io.github.resnet50.compare.ComparisonReport;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkFilter;
import io.github.resnet50.model.InputChoice;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}: two prediction files or models, and where they differ. */
@Heading(Section.OUTPUT)
@Command(
    name = "compare",
    description = {
      "Compares two sets of predictions of the same images: agreement, and where they differ.",
      "With labels also which is right more often, by McNemar's exact test. Classes are the same"
          + " where their ids or names are."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 compared, 3 so, but some images failed in one of them; 4 no image in both; 5"
          + " model not usable.",
      "",
      "Examples:",
      "  resnet50 compare monday.csv tuesday.csv -o differences.csv",
      "  resnet50 compare resnet50 my-model --images photos --class-folders"
    })
final class CompareCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      index = "0",
      paramLabel = "A",
      completionCandidates = Candidates.OfModels.class,
      description =
          "A prediction file (" + OutputFormat.SUFFIXES_LISTED + "), or a model by name or folder.")
  String a;

  @Parameters(
      index = "1",
      paramLabel = "B",
      completionCandidates = Candidates.OfModels.class,
      description = "The same, to be compared with A.")
  String b;

  @Heading(Section.INPUT)
  @Option(
      names = "--images",
      paramLabel = "PATH",
      arity = "1..*",
      description = "What models classify: images, and " + WalkFilter.WALKED_IN_WORDS + " to walk.")
  List<String> images = new ArrayList<>();

  @Mixin WalkOptions walk;
  @Mixin LabelOptions label;

  @Heading(Section.LABELS)
  @Option(
      names = "--class-folders",
      description = "Images lie in folders that are named as what they show.")
  boolean classFolders;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the comparison too, .json (everything) or .csv (a line an image with another"
              + " top-1); -: as JSON instead of the text.")
  Path output;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the comparison as a page to look at.")
  Path html;

  @Mixin SharedOptions.TtaOption tta;
  @Mixin SharedOptions.TopKOption topK;
  @Mixin SharedOptions.OverwriteOption overwrite;

  @Mixin TaxonomyOption taxonomy;
  @Mixin EngineOptions engine;
  @Mixin LongRunOptions common;

  private WalkCounts walked = WalkCounts.NONE; // the same for both models

  CompareCommand(Context context) {
    this.context = context;
  }

  /** Models are A and B: {@code -m} is refused with that hint, and no help shows it. */
  static void hideModel(CommandSpec command) {
    OptionSpec model = command.findOption("--model");
    command.remove(model);
    command.addOption(OptionSpec.builder(model).hidden(true).build());
  }

  @Override
  public Integer call() throws Exception {
    Outputs outputs = check();
    Taxonomy tree = taxonomy.read();
    RunSetup modelA = isFile(a) ? null : setup(a);
    RunSetup modelB = isFile(b) ? null : setup(b);
    TrueLabels labels = label.file == null && !classFolders ? null : label.labels(images);
    checkLabels(labels, modelA);
    if (!classes(modelB).equals(classes(modelA))) {
      checkLabels(labels, modelB);
    }
    Comparison comparison =
        new Comparison(labels).amongClasses(classes(modelA), classes(modelB)).in(tree);
    try (outputs;
        Scratch scratch = new Scratch(context)) {
      outputs.open(overwrite.given);
      Optional<Path> fileA = predictions(a, modelA, "a.jsonl", scratch);
      Optional<Path> fileB = fileA.isEmpty() ? fileA : predictions(b, modelB, "b.jsonl", scratch);
      if (fileB.isEmpty()) {
        return ExitCode.INTERRUPTED;
      }
      if (walked.roots() > 0 && walked.paths() == 0) {
        return WalkReport.nothingTaken(context, walked, walk.below(images));
      }
      ComparisonReport report = comparison.compare(a, fileA.get(), b, fileB.get());
      if (report.images().compared() == 0) {
        context.say("no image is classified in both; are the paths the same?");
        return ExitCode.NO_IMAGE;
      }
      outputs.writeReport("--output", report, report::writeCsv);
      if (html != null) {
        RunSetup seeing = modelA == null ? modelB : modelA;
        OpenArchives archives = new OpenArchives();
        try (PagePictures pictures =
            seeing == null ? PagePictures.ofNoModel() : PagePictures.of(seeing)) {
          outputs.write(
              "--html",
              new ComparisonPage(
                      report,
                      html,
                      Version.number(),
                      path ->
                          pictures.picture(
                              ImageScanner.source(NamedPath.of(path).path(), archives)))
                  ::write);
        }
      }
      outputs.commit();
      outputs.print(report.lines());
      WalkReport.note(context, common, walked);
      ComparisonReport.ComparedImages counts = report.images();
      return context.end(
          counts.failedA() + counts.failedB() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK,
          common,
          "images failed: %d in A, %d in B; %d are compared; first %s"
              .formatted(
                  counts.failedA(),
                  counts.failedB(),
                  counts.compared(),
                  comparison.firstFailure().orElse("")));
    }
  }

  private Outputs check() throws UsageException {
    if (classFolders && label.file != null) {
      throw new UsageException("--class-folders and --labels: take one of them");
    }
    if (engine.askedModel().isPresent()) {
      throw new UsageException(
          "--model " + engine.askedModel().get() + ": models are given as A and B");
    }
    for (String side : List.of(a, b)) {
      if (isFile(side) && OutputFormat.forFile(FileNames.path(side)).isEmpty()) {
        throw new UsageException(
            side + ": a prediction file must end in " + OutputFormat.SUFFIXES_IN_WORDS);
      }
      if (!isFile(side) && images.isEmpty()) {
        throw new UsageException(
            side + " is no file; to compare models, name what to classify with --images");
      }
    }
    if (!isFile(a) || !isFile(b)) {
      InputOptions.requireAny("--images ", images);
    }
    InputGuard guard = new InputGuard(new InputOptions()).with(taxonomy.files());
    List.of(a, b).forEach(guard::add);
    return new Outputs(context, guard)
        .add("--output", output, OutputFormat.JSON, OutputFormat.CSV)
        .add("--html", html);
  }

  private static boolean isFile(String side) {
    return Files.isRegularFile(FileNames.path(side));
  }

  private RunSetup setup(String model) throws Exception {
    InputChoice input = engine.input().choice().averaging(tta.views);
    return RunSetup.of(context, common, engine, model, input, walk.below(images), topK.value);
  }

  /** Those of a model; none where it has no names, or a side is a file. */
  private static List<Label> classes(RunSetup model) {
    return model == null ? List.of() : model.spec().labels();
  }

  private void checkLabels(TrueLabels labels, RunSetup model) throws UsageException, IOException {
    if (labels != null && !classes(model).isEmpty()) {
      new LabelCheck(labels, new LabelIndex(classes(model)), model.models()::note)
          .check(walk.below(images));
    }
  }

  /**
   * A side's predictions: its file, or a new one.
   *
   * @param model null where the side is a file
   * @param name the new one's
   * @return empty where a signal ended it
   */
  private Optional<Path> predictions(String side, RunSetup model, String name, Scratch scratch)
      throws Exception {
    if (model == null) {
      return Optional.of(FileNames.path(side));
    }
    Path file = scratch.folder().resolve(name);
    try (OutputStream stream = Files.newOutputStream(file)) {
      RunOutcome outcome =
          model.run(
              "classify",
              ClassifySettings.TOP_K,
              columns -> OutputFormat.JSONL.sink(stream, columns),
              (ref, pixels) -> {});
      walked = outcome.walk();
      return outcome.end() == End.STOPPED ? Optional.empty() : Optional.of(file);
    }
  }

  /**
   * A folder for what models predict, made where it is needed; deleted however the command ends.
   */
  private static final class Scratch implements AutoCloseable {
    private Path folder; // null: not needed

    Scratch(Context context) {
      context.signal().undoes(this::close);
    }

    synchronized Path folder() throws IOException {
      if (folder == null) {
        folder = Files.createTempDirectory("resnet50-compare");
      }
      return folder;
    }

    @Override
    public synchronized void close() {
      if (folder != null) {
        FileUtils.deleteQuietly(folder.toFile());
      }
    }
  }
}
