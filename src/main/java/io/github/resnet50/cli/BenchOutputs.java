package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The files that a benchmark's report goes to, besides the table on standard output. */
final class BenchOutputs {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report too, .json (everything) or .csv (a line a setting or model).")
  Path output;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report as a page to look at: one file, no network.")
  Path html;

  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  boolean overwrite;

  /** A report in one of its forms. */
  interface Form {
    void write(Writer out) throws IOException;
  }

  /** A report in all its forms. */
  record Forms(Form table, Form json, Form csv, Form html) {}

  /** Refuses what cannot be written; to be called before anything is measured. */
  void check() throws UsageException {
    format();
    if (output != null && html != null && InputGuard.isSame(output, html)) {
      throw new UsageException("--output and --html are both " + html);
    }
  }

  /** Opens the files now, so that an unusable path is known before any work is done. */
  Opened open(Context context) throws UsageException, IOException {
    Output report = output == null ? null : OutputOptions.open(output, overwrite, context);
    try {
      Output page = html == null ? null : OutputOptions.open(html, overwrite, context);
      return new Opened(report, page, format());
    } catch (UsageException e) {
      if (report != null) {
        report.close();
      }
      throw e;
    }
  }

  private OutputFormat format() throws UsageException {
    OutputFormat format =
        output == null ? OutputFormat.JSON : OutputFormat.forFile(output).orElse(null);
    if (format == OutputFormat.CSV || format == OutputFormat.JSON) {
      return format;
    }
    throw new UsageException("--output " + output + ": expected a file's name in .json or .csv");
  }

  /** The files, waiting; null where one is not wanted. */
  record Opened(Output report, Output page, OutputFormat format) implements AutoCloseable {
    void write(Forms forms) throws IOException {
      write(format == OutputFormat.CSV ? forms.csv() : forms.json(), report);
      write(forms.html(), page);
    }

    private static void write(Form form, Output output) throws IOException {
      if (output != null) {
        form.write(OutputFormat.writer(output.stream()));
        output.commit();
      }
    }

    @Override
    public void close() throws IOException {
      try (report;
          page) {
        // Both are closed, whatever happens to one.
      }
    }
  }
}
