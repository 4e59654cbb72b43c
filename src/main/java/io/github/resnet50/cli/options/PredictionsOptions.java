package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.report.OutputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predictions of an earlier run: for commands that do something with them. */
@Heading(Section.INPUT)
public final class PredictionsOptions {
  @Parameters(
      paramLabel = "PREDICTIONS",
      arity = "0..1",
      description = "Predictions in " + OutputFormat.SUFFIXES_IN_WORDS + ".")
  private Path file; // null: not given

  @Option(
      names = "--base",
      paramLabel = "DIR",
      defaultValue = "",
      description =
          "The folder in which relative paths of PREDICTIONS begin (default: the current one).")
  private String base;

  public boolean isGiven() {
    return file != null;
  }

  /**
   * The file.
   *
   * @throws UsageException where it is not given, or cannot be one of predictions
   */
  public Path file() throws UsageException {
    if (file == null) {
      throw new UsageException(
          "no PREDICTIONS given: name a file that classify has written, such as predictions.csv");
    }
    if (!Files.exists(file)) {
      throw new UsageException(file + ": no such file");
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException(file + ": not a file that can be read");
    }
    if (OutputFormat.forFile(file).isEmpty()) {
      throw new UsageException(
          file + ": a prediction file must end in " + OutputFormat.SUFFIXES_IN_WORDS);
    }
    return file;
  }

  /** Where relative paths begin; empty: here. */
  public String base() {
    return base;
  }
}
