package io.github.resnet50.cli;

import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.journal.ResumeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where predictions go and in which form. */
final class OutputOptions {
  @Journaled("format")
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|-",
      defaultValue = Output.STANDARD_OUTPUT,
      description =
          "Predictions; the suffix .csv, .json or .jsonl names the format; - is standard output"
              + " (default: ${DEFAULT-VALUE}).")
  String output;

  @Journaled("format")
  @Option(
      names = {"-f", "--format"},
      paramLabel = "csv|json|jsonl",
      description = "The format where the suffix does not say (default: csv).")
  OutputFormat format;

  @Range(min = 1)
  @Journaled("top_k")
  @Option(
      names = {"-k", "--top-k"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Predictions an image (default: ${DEFAULT-VALUE}).")
  int topK;

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
      description =
          "Write a page to look at: pictures, labels, failures, timings; one file, no network.")
  Path html;

  @Journaled.Not("has a place of its own in the journal")
  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  boolean overwrite;

  /** The format asked for by option, else by suffix, else CSV. */
  OutputFormat format() throws UsageException {
    OutputFormat bySuffix = OutputFormat.forFile(Path.of(output)).orElse(null);
    if (bySuffix != null && format != null && bySuffix != format) {
      throw new UsageException("--format " + format + " contradicts the suffix of " + output);
    }
    if (bySuffix != null) {
      return bySuffix;
    }
    return format == null ? OutputFormat.CSV : format;
  }

  /** Opens the output now, so that an unusable path is known before any work is done. */
  Output open(Context context) throws UsageException {
    return open(Path.of(output), context);
  }

  /**
   * Opens the timing report's output; null if none was asked for.
   *
   * @param replace whether an existing file may be replaced because it belongs to the run that is
   *     continued
   */
  Output openTimings(Context context, boolean replace) throws UsageException {
    return timings == null ? null : open(timings, overwrite || replace, context);
  }

  /** Opens the page's output; call it only if one was asked for. */
  Output openHtml(Context context, boolean replace) throws UsageException {
    return open(html, overwrite || replace, context);
  }

  /** Refuses two outputs in one file, and an output that would overwrite an input. */
  void check(InputOptions input) throws UsageException {
    Map<String, Path> outputs = new LinkedHashMap<>();
    outputs.put("--output", Path.of(output));
    if (timings != null) {
      outputs.put("--timings", timings);
    }
    if (html != null) {
      outputs.put("--html", html);
    }
    checkDifferent(List.copyOf(outputs.entrySet()));
    InputGuard guard = new InputGuard(input);
    for (Map.Entry<String, Path> file : outputs.entrySet()) {
      if (!isStandardOutput(file.getValue())) {
        guard.check(file.getKey(), file.getValue());
      }
    }
    if (timings != null && !isStandardOutput(timings)) {
      checkTimingsFormat();
    }
  }

  private static void checkDifferent(List<Map.Entry<String, Path>> outputs) throws UsageException {
    for (int i = 0; i < outputs.size(); i++) {
      for (int j = i + 1; j < outputs.size(); j++) {
        Path path = outputs.get(j).getValue();
        if (InputGuard.isSame(outputs.get(i).getValue(), path)) {
          throw new UsageException(
              outputs.get(i).getKey() + " and " + outputs.get(j).getKey() + " are both " + path);
        }
      }
    }
  }

  private static boolean isStandardOutput(Path path) {
    return path.toString().equals(Output.STANDARD_OUTPUT);
  }

  private void checkTimingsFormat() throws UsageException {
    boolean isDevice = Files.exists(timings) && !Files.isRegularFile(timings);
    OutputFormat bySuffix = OutputFormat.forFile(timings).orElse(null);
    if (!isDevice && bySuffix != OutputFormat.JSON && bySuffix != OutputFormat.CSV) {
      throw new UsageException("--timings " + timings + ": must end in .json or .csv");
    }
  }

  private Output open(Path path, Context context) throws UsageException {
    return open(path, overwrite, context);
  }

  /** Opens any output; a problem with its path is reported as wrong usage. */
  static Output open(Path path, boolean overwrite, Context context) throws UsageException {
    try {
      return opened(() -> Output.open(path, overwrite, context.out()));
    } catch (ResumeException e) {
      throw new IllegalStateException(e);
    }
  }

  interface Opening {
    Output open() throws IOException, ResumeException;
  }

  /** Reports a problem with an output's path as wrong usage. */
  static Output opened(Opening opening) throws UsageException, ResumeException {
    try {
      return opening.open();
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "cannot be written" : e.getReason();
      throw new UsageException(e.getFile() + ": " + reason, e);
    } catch (IOException e) {
      throw new UsageException("cannot write: " + e.getMessage(), e);
    }
  }
}
