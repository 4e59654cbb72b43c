package io.github.resnet50.cli;

import io.github.resnet50.adapt.AdaptPage;
import io.github.resnet50.adapt.AdaptReport;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where an adaptation's report goes, besides the table. */
final class AdaptOutputs {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write all figures, curves, suspects and settings, .json.")
  Path report;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page to look at: curves, confusion, suspected labels; one file, no network.")
  Path html;

  @Option(
      names = "--overwrite",
      description = "Replace a model of the same name, and outputs that exist.")
  boolean overwrite;

  /** Each of its own format, and none over an image. */
  void check() throws UsageException {
    InputGuard guard = new InputGuard(new InputOptions());
    if (report != null) {
      guard.check("--report", report);
      if (OutputFormat.forFile(report).filter(OutputFormat.JSON::equals).isEmpty()) {
        throw new UsageException("--report " + report + ": must end in .json");
      }
    }
    if (html != null) {
      guard.check("--html", html);
      if (report != null && InputGuard.isSame(report, html)) {
        throw new UsageException("--report and --html are both " + html);
      }
    }
  }

  /** Opens all now, so that an unusable path is known before any work is done. */
  Opened open(Context context) throws UsageException, IOException {
    Output json = report == null ? null : OutputOptions.open(report, overwrite, context);
    try {
      return new Opened(json, html == null ? null : OutputOptions.open(html, overwrite, context));
    } catch (UsageException e) {
      if (json != null) {
        json.close();
      }
      throw e;
    }
  }

  /** The open files; what is not committed leaves its partial. */
  final class Opened implements AutoCloseable {
    private final Optional<Output> json;
    private final Optional<Output> page;

    Opened(Output json, Output page) {
      this.json = Optional.ofNullable(json);
      this.page = Optional.ofNullable(page);
    }

    void write(AdaptReport report, ModelRun run) throws IOException, ModelException {
      if (json.isPresent()) {
        Writer out = OutputFormat.writer(json.get().stream());
        out.write(ReportJson.GSON.toJson(report) + "\n");
        out.flush();
        json.get().commit();
      }
      if (page.isPresent()) {
        try (SuspectPictures pictures = new SuspectPictures(run)) {
          new AdaptPage(report, html, pictures::of).write(OutputFormat.writer(page.get().stream()));
        }
        page.get().commit();
      }
    }

    @Override
    public void close() throws IOException {
      if (json.isPresent()) {
        json.get().close();
      }
      if (page.isPresent()) {
        page.get().close();
      }
    }
  }
}
