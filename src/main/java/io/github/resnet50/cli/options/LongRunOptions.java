package io.github.resnet50.cli.options;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.report.MetricsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every command understands that runs long, and may be watched by a machine. */
@Heading(Section.GENERAL)
public final class LongRunOptions extends CommonOptions {
  private static final String METRICS_SUFFIX = ".prom";

  @Spec(Target.MIXEE)
  private CommandSpec command;

  /** How progress is told. */
  enum ProgressStyle {
    AUTO,
    JSON
  }

  /** How lines on standard error look. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  @Journaled.Not("shown, not recorded")
  @Option(
      names = "--progress",
      paramLabel = "HOW",
      description =
          "json: tell progress on standard error as a line of JSON a second, also with --quiet"
              + " (default: auto, a bar or lines).")
  private ProgressStyle progress; // null: not given

  @Journaled.Not("shown, not recorded")
  @Option(
      names = "--log-format",
      paramLabel = "HOW",
      description =
          "text: begin each line on standard error with the time; json: make it an object of time"
              + " and message (default: neither).")
  private LogFormat logFormat;

  @Journaled.Not("another file")
  @Option(
      names = "--metrics",
      paramLabel = "FILE.prom",
      description =
          "Keep figures of the run in a file for Prometheus's textfile collector, replaced every"
              + " 15 s and at the end.")
  private Path metrics;

  private MetricsFile metricsFile;

  @Override
  public boolean tellsMachines() {
    return progress == ProgressStyle.JSON;
  }

  @Override
  public Optional<LogFormat> logFormat() {
    return Optional.ofNullable(logFormat);
  }

  @Override
  public Optional<MetricsFile> metrics() {
    return Optional.ofNullable(metricsFile);
  }

  /**
   * Writes the metrics for the first time.
   *
   * @throws UsageException where they cannot be written
   */
  @Override
  public void begin() throws UsageException {
    if (metrics == null) {
      return;
    }
    Path name = metrics.getFileName();
    if (name == null || !name.toString().toLowerCase(Locale.ROOT).endsWith(METRICS_SUFFIX)) {
      throw new UsageException(
          "--metrics " + metrics + ": must end in .prom, as the collector reads no others");
    }
    MetricsFile file = new MetricsFile(metrics, command.name());
    try {
      file.begin();
    } catch (IOException e) {
      throw new UsageException("--metrics " + metrics + ": " + SafeFiles.reason(e), e);
    }
    metricsFile = file;
  }
}
