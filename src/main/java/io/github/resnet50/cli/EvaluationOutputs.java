package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.EvaluationPage;
import io.github.resnet50.evaluate.EvaluationReport;
import io.github.resnet50.evaluate.PriceList;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.DecisionColumn;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.JUnitReport;
import io.github.resnet50.report.JUnitReport.CheckOutcome;
import io.github.resnet50.report.JUnitReport.TestCase;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.html.LabelledGallery.Verdict;
import io.github.resnet50.report.html.RollUpView;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The files of an evaluation. */
@Heading(Section.OUTPUT)
final class EvaluationOutputs {
  private static final String SUITE = "evaluate";
  private static final int MOST_ERRORS = 1000; // build servers show them all

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the report too, .json (everything) or .csv (a line a metric); -: as JSON instead"
              + " of the text.")
  Path output;

  @Option(
      names = "--confusion",
      paramLabel = "FILE",
      description = "Write the confusion matrix, .csv: a line a cell that is not empty.")
  Path confusion;

  @Option(
      names = "--per-class",
      paramLabel = "FILE",
      description = "Write precision, recall, F1 and support, .csv: a line a class that occurs.")
  Path perClass;

  @Option(
      names = "--save-predictions",
      paramLabel = "FILE",
      description =
          "Write the predictions as classify does, " + OutputFormat.SUFFIXES_IN_WORDS + ".")
  Path predictions;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page to look at: figures, reliability, confusion, the surest mistakes.")
  Path html;

  @Option(
      names = "--junit",
      paramLabel = "FILE.xml",
      description =
          "Write what a build server reads, JUnit's XML: a test for each required score, an error"
              + " for each failed image.")
  Path junit;

  @Mixin SharedOptions.OverwriteOption overwrite;

  /** The files that were asked for: each of its own format, and none over an input. */
  Files check(Context context, InputGuard guard) throws UsageException {
    return new Files(
        new Outputs(context, guard)
            .add("--output", output, OutputFormat.JSON, OutputFormat.CSV)
            .add("--confusion", confusion, OutputFormat.CSV)
            .add("--per-class", perClass, OutputFormat.CSV)
            .add("--save-predictions", predictions, OutputFormat.values())
            .add("--html", html)
            .add("--junit", junit));
  }

  /**
   * Receives the outcome of each image and writes it; files that are not committed stay as partial
   * files.
   */
  final class Files implements Closeable {
    private final Outputs files;
    private final Instant started = Instant.now();
    private final List<TestCase> failed = new ArrayList<>();
    private EvaluationPage page; // null: none is wanted

    private Files(Outputs files) {
      this.files = files;
    }

    /**
     * Opens all now, so that an unusable path is known before any work is done.
     *
     * @param view what a page knows of decisions; asked for a page alone
     */
    void open(Supplier<RollUpView> view) throws UsageException {
      files.open(overwrite.given);
      page = html == null ? null : new EvaluationPage(html, view.get());
    }

    /** Takes the pixels that the model sees of an image; called by many threads. */
    void picture(ImageRef ref, RgbImage pixels) {
      if (page != null) {
        page.picture(ref.index(), pixels);
      }
    }

    /** Takes a record and whether it is right. */
    void add(ItemResult result, Verdict verdict) {
      if (page != null) {
        page.add(result, verdict);
      }
      if (junit != null && result instanceof ItemResult.Failed f && failed.size() < MOST_ERRORS) {
        ImageFailure why = f.failure();
        failed.add(
            new TestCase(
                SUITE + ".images",
                f.name(),
                CheckOutcome.ERROR,
                why.kind().label(),
                why.message()));
      }
    }

    /** Where predictions go; null if they are not saved. */
    PredictionSink sink(int topK, Set<DecisionColumn> decisions) throws IOException {
      return files.has("--save-predictions")
          ? files
              .format("--save-predictions")
              .sink(files.stream("--save-predictions"), topK, Columns.NONE.deciding(decisions))
          : null;
    }

    /** As {@link Outputs#print}. */
    void print(List<String> lines) throws IOException {
      files.print(lines);
    }

    /** As {@link Outputs#discard}. */
    void discard() {
      files.discard();
    }

    /** Writes the report and commits every file. */
    void finish(EvaluationReport report, List<ScoreTargets.RequiredScore> targets)
        throws IOException {
      files.writeReport("--output", report, report::writeMetrics);
      files.write("--confusion", report::writeConfusion);
      files.write("--per-class", report::writeClasses);
      files.write("--html", out -> page.write(report, out));
      files.write("--junit", tests(targets)::write);
      files.commit();
    }

    private JUnitReport tests(List<ScoreTargets.RequiredScore> targets) {
      List<TestCase> tests = new ArrayList<>();
      tests.add(TestCase.passed(SUITE, "evaluated")); // a suite of no test is taken for a mistake
      for (ScoreTargets.RequiredScore target : targets) {
        tests.add(
            target.missed() == null
                ? TestCase.passed(SUITE + ".scores", target.asked())
                : new TestCase(
                    SUITE + ".scores",
                    target.asked(),
                    CheckOutcome.FAILURE,
                    "missed",
                    target.missed()));
      }
      tests.addAll(failed);
      return new JUnitReport(SUITE, started, tests);
    }

    /** The same of a price list, which has no other file. */
    void finish(PriceList prices) throws IOException {
      files.writeReport("--output", prices, prices::writeCsv);
      files.commit();
      files.print(prices.lines());
    }

    @Override
    public void close() throws IOException {
      files.close();
    }
  }
}
