package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.html.ClassificationPage;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.Summary;
import io.github.resnet50.report.timing.Summary.Written;
import io.github.resnet50.report.timing.TimingReport;
import io.github.resnet50.run.BatchBudget;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told of a run besides its predictions: notes, the timing report, the closing summary. */
final class RunReport {
  /** In a shorter run most of the time is the start, and a bottleneck says nothing. */
  private static final int TELLING_BATCHES = 10;

  private final Instant started = Instant.now();
  private final Context context;
  private final CommonOptions common;
  private final RunConfig config;
  private final ModelSpec spec;

  RunReport(Context context, CommonOptions common, RunConfig config, ModelSpec spec) {
    this.context = context;
    this.common = common;
    this.config = config;
    this.spec = spec;
    if (common.verbose) {
      context
          .err()
          .println("in flight: " + BatchBudget.of(config, spec.preprocessing()).describe());
      settings()
          .forEach(
              (key, value) ->
                  context.err().println(key + ": " + Text.escape(String.valueOf(value))));
    }
  }

  /**
   * Writes the timing report and the page, and prints the summary.
   *
   * @param page null where none is wanted
   */
  void end(RunOutcome outcome, Output predictions, Outputs outputs, ClassificationPage page)
      throws IOException {
    boolean hasRecords = outcome.tally().ok() + outcome.tally().failed() > 0;
    if (hasRecords) {
      TimingReport report = timingReport(outcome);
      outputs.write(
          OutputOptions.TIMINGS,
          out -> {
            if (outputs.format(OutputOptions.TIMINGS) == OutputFormat.CSV) {
              report.writeCsv(out);
            } else {
              ReportJson.write(report, out);
            }
          });
      outputs.write(OutputOptions.HTML, out -> page.write(report, warning(outcome), out));
      outputs.commit();
    }
    PrintWriter err = context.err();
    if (!common.quiet && hasRecords) {
      summary(outcome, predictions, outputs).lines().forEach(err::println);
      WalkReport.note(context, common, outcome.walk());
    }
    if (outcome.found() == 0 && outcome.end() == End.COMPLETE) {
      WalkReport.nothingTaken(context, outcome.walk(), config.scan());
    }
    if (outcome.end() != End.COMPLETE) {
      err.println("resnet50: " + why(outcome) + "; " + whatIsLeft(outcome, predictions));
    }
    err.flush();
  }

  /** What the reader of a page has to know first. */
  private static String warning(RunOutcome outcome) {
    String warning = outcome.end() == End.COMPLETE ? "" : "Not all: " + why(outcome) + ". ";
    long earlier = outcome.tally().earlier();
    return (warning + (earlier > 0 ? "Without " + earlier + " records of an earlier run." : ""))
        .strip();
  }

  private static String why(RunOutcome outcome) {
    return outcome.end() == End.STOPPED
        ? "interrupted"
        : "stopped early: " + outcome.tally().failed() + " images failed (--max-failures)";
  }

  private static String whatIsLeft(RunOutcome outcome, Output predictions) {
    if (outcome.tally().ok() + outcome.tally().failed() == 0) {
      return "nothing is written";
    }
    return predictions.partial().isPresent()
        ? whatIsKept(predictions)
        : "the records so far are written";
  }

  /** Of an output that is not complete. */
  static String whatIsKept(Output predictions) {
    return "the records so far are in "
        + Text.escape(predictions.partial().orElseThrow().toString())
        + ", and --resume goes on from them";
  }

  /** Says that there is nothing to do; returns the exit code. */
  static int complete(String output, Tally tally, Context context, CommonOptions common) {
    if (!common.quiet) {
      context
          .err()
          .println(
              "resnet50: %s is complete: %d ok, %d failed; nothing to do"
                  .formatted(Text.escape(output), tally.ok(), tally.failed()));
    }
    return tally.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
  }

  private Summary summary(RunOutcome outcome, Output predictions, Outputs outputs) {
    List<Written> written = new ArrayList<>();
    if (outcome.end() == End.COMPLETE && predictions.partial().isPresent()) {
      written.add(new Written("Predictions", predictions.name()));
    }
    if (outputs.has(OutputOptions.TIMINGS)) {
      written.add(new Written("Timings", outputs.name(OutputOptions.TIMINGS)));
    }
    if (outputs.has(OutputOptions.HTML)) {
      written.add(new Written("Page", outputs.name(OutputOptions.HTML)));
    }
    TimingReport.Measurements measured = outcome.measurements();
    return new Summary(
        Summary.Records.of(outcome.tally()),
        measured.wallSeconds(),
        measured.imagesPerSecond(),
        written,
        outcome.bottleneck().filter(limit -> measured.batches().count() >= TELLING_BATCHES));
  }

  private TimingReport timingReport(RunOutcome outcome) throws IOException {
    return new TimingReport(
        new TimingReport.Program("resnet50", Version.number(), started),
        host(outcome.engine()),
        TimingReport.ModelInfo.of(
            spec.name(),
            spec.directory().toString(),
            ContentHash.in(Home.of(context.environment())).of(new ModelDirectory(spec.directory())),
            spec.preprocessing()),
        settings(outcome.tally()),
        new TimingReport.ImageCounts(
            outcome.found(),
            outcome.tally().ok(),
            outcome.tally().failed(),
            outcome.walk().passedOver()),
        outcome.measurements(),
        outcome.bottleneck().map(b -> b.stage()).orElse(null));
  }

  /** The engine is null where an earlier run had done all. */
  private static HostInfo host(EngineInfo engine) {
    return engine == null
        ? HostInfo.detect(null, null)
        : HostInfo.detect(engine.version(), engine.device());
  }

  /** The choices, and how many of the records are an earlier run's, where there are any. */
  private Map<String, Object> settings(Tally tally) {
    Map<String, Object> settings = settings();
    if (tally.earlier() > 0) {
      settings.put("resumed_records", tally.earlier());
    }
    return settings;
  }

  /** The choices in effect, under their options' names. */
  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("paths", config.scan().roots());
    settings.put("shard", config.scan().shard().toString());
    settings.put("batch_size", config.batchSize());
    settings.put("top_k", config.topK());
    settings.put("max_pixels", config.limits().maxPixels());
    settings.put("image_timeout", config.limits().imageSeconds());
    settings.put("decoders", config.workers().decoders());
    settings.put("threads", config.workers().predictors());
    return settings;
  }
}
