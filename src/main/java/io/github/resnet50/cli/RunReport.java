package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.html.ClassificationPage;
import io.github.resnet50.report.journal.ResumableOutput;
import io.github.resnet50.report.journal.UpdatedOutput;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.Summary;
import io.github.resnet50.report.timing.Summary.Written;
import io.github.resnet50.report.timing.TimingReport;
import io.github.resnet50.run.BatchBudget;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is told of a run besides its predictions: notes, the timing report, the closing summary. */
final class RunReport {
  /** In a shorter run most of the time is the start, and a bottleneck says nothing. */
  private static final int TELLING_BATCHES = 10;

  private final Instant started = Instant.now();
  private final ModelAccess models;
  private final Context context;
  private final CommonOptions common;
  private final RunConfig config;
  private final ModelSpec spec;
  private final String limit;

  /**
   * @param limit the option by which the run may end early
   */
  RunReport(ModelAccess models, RunConfig config, ModelSpec spec, String limit) {
    this.models = models;
    this.context = models.context();
    this.common = models.common();
    this.config = config;
    this.spec = spec;
    this.limit = limit;
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
   * @param total images that there are in all, as far as it is known
   * @param page null where none is wanted
   * @return the exit code
   */
  int end(
      RunOutcome outcome,
      OptionalLong total,
      Output predictions,
      Outputs outputs,
      ClassificationPage page)
      throws IOException, ModelException {
    Tally tally = outcome.tally();
    boolean isComplete = outcome.end() == End.COMPLETE;
    if (isComplete && outcome.found() == 0) {
      return WalkReport.nothingTaken(context, outcome.walk(), config.scan());
    }
    boolean isOfNothing = isOfNothing(outcome, predictions);
    if (isComplete && isOfNothing) {
      context.say(nothingThere(tally) + "; nothing is written");
      return ExitCode.NO_IMAGE;
    }
    if (tally.ok() + tally.failed() > 0 && !isOfNothing) {
      TimingReport report = timingReport(outcome);
      outputs.writeReport(OutputOptions.TIMINGS, report, report::writeCsv);
      outputs.write(OutputOptions.HTML, out -> page.write(report, warning(outcome), out));
      outputs.commit();
      if (!common.quiet) {
        OptionalLong found = isComplete ? OptionalLong.of(tally.ok() + tally.failed()) : total;
        summary(outcome, found, predictions, outputs).lines().forEach(context.err()::println);
        if (isComplete && predictions instanceof UpdatedOutput updated && updated.isUpdate()) {
          context.err().println(updated.text());
        }
        WalkReport.note(context, common, outcome.walk());
        if (found.orElse(0) >= EngineOptions.LONG_RUN) {
          models.selection().advice(spec).ifPresent(context.err()::println);
        }
      }
    }
    if (!isComplete) {
      context.say(why(outcome) + "; " + whatIsLeft(outcome, total, predictions));
      return outcome.end() == End.STOPPED ? ExitCode.INTERRUPTED : ExitCode.SOME_FAILED;
    }
    return context.failed(common, tally);
  }

  /**
   * Whether all that a run has found are paths of which nothing exists, such as a folder that is
   * not there yet: a file of that is not made, since it would count as finished.
   */
  static boolean isOfNothing(RunOutcome outcome, Output predictions) {
    return predictions.partial().isPresent()
        && outcome.end() != End.STOPPED
        && outcome.tally().isAllMissing();
  }

  private static String nothingThere(Tally tally) {
    String first = tally.firstFailures().get(0).name();
    return tally.failed() == 1
        ? first + ": no such file or directory"
        : "none of %d paths exists, from %s on".formatted(tally.failed(), first);
  }

  /** What the reader of a page has to know first. */
  private String warning(RunOutcome outcome) {
    String end = outcome.end() == End.COMPLETE ? "" : "Not all: " + why(outcome) + ". ";
    long earlier = outcome.tally().earlier();
    String missing = earlier > 0 ? "Without " + earlier + " records of an earlier run. " : "";
    Optional<String> passedOver = WalkText.note(outcome.walk().passedOver());
    return (end + missing + passedOver.map(note -> note + ".").orElse("")).strip();
  }

  private static String failed(long images) {
    return images + (images == 1 ? " image failed" : " images failed");
  }

  private String why(RunOutcome outcome) {
    return outcome.end() == End.STOPPED
        ? "interrupted"
        : "stopped early: " + failed(outcome.tally().failed()) + " (" + limit + ")";
  }

  private static String whatIsLeft(RunOutcome outcome, OptionalLong total, Output predictions) {
    long done = outcome.tally().ok() + outcome.tally().failed();
    if (done == 0 || isOfNothing(outcome, predictions)) {
      return "nothing is written";
    }
    if (predictions instanceof ResumableOutput resumable && !resumable.leavesRecords()) {
      return predictions.name() + " is as it was";
    }
    String kept =
        predictions.partial().isPresent()
            ? whatIsKept(predictions)
            : "the records so far are written";
    return total.isPresent()
        ? "%s (%d of %d images are done)".formatted(kept, done, total.getAsLong())
        : "%s (%d images are done)".formatted(kept, done);
  }

  /** Of an output that is not complete. */
  static String whatIsKept(Output predictions) {
    return "the records so far are in "
        + predictions.partial().orElseThrow()
        + ", and "
        + (predictions instanceof ResumableOutput resumable ? resumable.option() : "--resume")
        + " goes on from them";
  }

  private Summary summary(
      RunOutcome outcome, OptionalLong found, Output predictions, Outputs outputs) {
    List<Written> written = new ArrayList<>();
    if (outcome.end() == End.COMPLETE && predictions.partial().isPresent()) {
      written.add(new Written("Predictions", predictions.name()));
      if (outputs.has(ColumnOptions.EMBEDDINGS)) {
        written.add(new Written("Embeddings", outputs.name(ColumnOptions.EMBEDDINGS)));
      }
    }
    if (outputs.has(OutputOptions.TIMINGS)) {
      written.add(new Written("Timings", outputs.name(OutputOptions.TIMINGS)));
    }
    if (outputs.has(OutputOptions.HTML)) {
      written.add(new Written("Page", outputs.name(OutputOptions.HTML)));
    }
    TimingReport.Measurements measured = outcome.measurements();
    return new Summary(
        Summary.RecordCounts.of(outcome.tally(), found),
        measured.wallSeconds(),
        measured.imagesPerSecond(),
        written,
        outcome.bottleneck().filter(limit -> measured.batches().count() >= TELLING_BATCHES));
  }

  private TimingReport timingReport(RunOutcome outcome) throws IOException, ModelException {
    return new TimingReport(
        new TimingReport.Program("resnet50", Version.number(), started),
        host(outcome.engine()),
        TimingReport.ModelInfo.of(
            spec.name(), spec.directory().toString(), models.sha256(spec), spec.preprocessing()),
        settings(outcome.tally()),
        TimingReport.PathCounts.of(
            outcome.found(),
            outcome.tally().ok(),
            outcome.tally().failed(),
            outcome.walk().passedOver()),
        outcome.measurements(),
        outcome.bottleneck().map(b -> b.stage()).orElse(null));
  }

  /** The engine is null where an earlier run had done all. */
  private HostInfo host(EngineInfo engine) {
    return engine == null
        ? HostInfo.detect(models.engineName(spec), null, null)
        : HostInfo.detect(engine.name(), engine.version(), engine.device());
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
    models.selection().kernels(spec).ifPresent(kernels -> settings.put("kernels", kernels));
    return settings;
  }
}
