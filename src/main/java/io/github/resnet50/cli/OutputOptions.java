package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where predictions go and in which form. */
@Heading(Section.OUTPUT)
final class OutputOptions {
  static final String TIMINGS = "--timings";
  static final String HTML = "--html";

  @Journaled("format")
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|-",
      defaultValue = Output.STANDARD_OUTPUT,
      description =
          "Predictions; the suffix "
              + OutputFormat.SUFFIXES_IN_WORDS
              + " names the format; - is standard output"
              + " (default: ${DEFAULT-VALUE}).")
  String output;

  @Journaled("format")
  @Option(
      names = {"-f", "--format"},
      paramLabel = OutputFormat.CHOICES,
      description = "The format where the suffix does not say (default: csv).")
  OutputFormat format;

  @Mixin SharedOptions.TopKOption topK;

  @Journaled.Not("another file")
  @Option(
      names = "--timings",
      paramLabel = "FILE",
      description = "Write the timing report, .json or .csv.")
  Path timings;

  @Journaled.Not("another file")
  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page to look at: pictures, labels, failures, timings.")
  Path html;

  @Mixin SharedOptions.OverwriteOption overwrite;

  /** What was asked for by option, else by suffix, else CSV. */
  OutputFormat format() throws UsageException {
    OutputFormat bySuffix = OutputFormat.forFile(FileNames.path(output)).orElse(null);
    if (bySuffix != null && format != null && bySuffix != format) {
      throw new UsageException("--format " + format + " contradicts the suffix of " + output);
    }
    OutputFormat chosen = bySuffix != null ? bySuffix : format == null ? OutputFormat.CSV : format;
    if (chosen.packing(Map.of()).isPresent() && !isFile()) {
      throw new UsageException("--output " + output + ": " + Outputs.NEEDS_A_FILE);
    }
    return chosen;
  }

  /** Whether predictions go to a file, that is there already or not. */
  boolean isFile() {
    Path path = FileNames.path(output);
    return !Output.isStandard(path) && (!Files.exists(path) || Files.isRegularFile(path));
  }

  /**
   * The files that were asked for, checked: two outputs in one file would be neither, and an output
   * over an input would be its loss. Predictions are opened elsewhere, since they may be resumed.
   */
  Outputs outputs(Context context, InputGuard guard) throws UsageException {
    return new Outputs(context, guard)
        .reserve("--output", FileNames.path(output))
        .add(TIMINGS, timings, OutputFormat.JSON, OutputFormat.CSV)
        .add(HTML, html);
  }
}
