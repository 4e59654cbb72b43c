package io.github.resnet50.cli;

import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.run.Backend;
import io.github.resnet50.run.ClassifyConfig;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import io.github.resnet50.run.WindowBudget;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code classify}: images in, predictions out. */
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

  @Mixin InputOptions input;
  @Mixin EngineOptions engine;
  @Mixin OutputOptions output;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "Stop once more than N images have failed (default: never).")
  Long maxFailures;

  @Option(names = "--fail-fast", description = "Stop at the first failed image.")
  boolean failFast;

  @Mixin CommonOptions common;

  ClassifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ClassifyConfig asked = config(); // first: wrong usage is told before a model is looked for
    OutputFormat format = output.format();
    output.check(input);
    Models models = new Models(context, common.quiet);
    String model = engine.model(context);
    if (models.isFetchedFor(model) && findsNothing(asked.scan())) {
      return RunReport.noImage(context);
    }
    ModelSpec spec = models.find(model);
    FirstUse firstUse = new FirstUse(context, common, engine, models.home());
    Tuning tuning =
        Tuning.of(
            engine.askedBatchSize(),
            engine.askedThreads(),
            models.home(),
            spec,
            sha256 -> firstUse.calibrate(spec, sha256, input, asked.scan()));
    ClassifyConfig config = asked.with(tuning.batchSize(), tuning.threads());
    checkMemory(WindowBudget.of(config, spec.preprocessing()));
    RunReport report = new RunReport(context, common, config, spec, output.timings);
    if (common.verbose) {
      tuning.reasons().forEach(context.err()::println);
    }
    StopOnSignal signal = new StopOnSignal();
    try (Output predictions = output.open(context);
        Output timings = output.openTimings(context);
        HtmlReport html = HtmlReport.open(output, context)) {
      RunOutcome outcome;
      try (RunConsole console = new RunConsole("classify", context, common.quiet)) {
        Backend backend =
            context.backends().create(models.home(), engine.trustModel, console::note);
        ClassifyRun run = new ClassifyRun(config, spec, backend, html.beside(console));
        signal.calls(run::stop);
        if (input.canBeWalkedTwice()) {
          console.countAhead(config.scan());
        }
        outcome = run.run(columns -> format.sink(predictions.stream(), columns));
      }
      if (outcome.end() == End.COMPLETE && outcome.found() > 0) {
        predictions.commit();
      }
      report.end(outcome, predictions, timings, html);
      return exitCode(outcome);
    } finally {
      signal.release();
    }
  }

  /** Looked up only before a download: a walk may be slow, and some lists can be read only once. */
  private static boolean findsNothing(ScanOptions scan) throws IOException {
    if (scan.filesFrom() != null) {
      return false;
    }
    try (ImageScanner scanner = new ImageScanner(scan)) {
      return !scanner.hasNext();
    }
  }

  private static void checkMemory(WindowBudget budget) throws UsageException {
    if (!budget.fits()) {
      throw new UsageException(
          "too little memory: "
              + budget.describe()
              + "; take a smaller --batch-size or fewer --threads, or give more with"
              + " JAVA_OPTS=-Xmx4g");
    }
  }

  private ClassifyConfig config() throws UsageException {
    return new ClassifyConfig(
        input.scan(context),
        engine.batchSize(),
        output.topK(),
        toleratedFailures(),
        engine.maxPixels(),
        engine.imageSeconds(),
        engine.decoders(),
        engine.threads());
  }

  private long toleratedFailures() throws UsageException {
    if (failFast) {
      return 0;
    }
    if (maxFailures == null) {
      return ClassifyConfig.ANY_FAILURES;
    }
    if (maxFailures < 0) {
      throw new UsageException("--max-failures " + maxFailures + ": expected 0 or more");
    }
    return maxFailures;
  }

  private static int exitCode(RunOutcome outcome) {
    if (outcome.end() == End.STOPPED) {
      return ExitCode.INTERRUPTED;
    }
    if (outcome.found() == 0) {
      return ExitCode.NO_IMAGE;
    }
    return outcome.tally().failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
  }
}
