package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.LongRunOptions.LogFormat;
import io.github.resnet50.report.MetricsFile;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * What every command understands. Those that run long understand more: {@link LongRunOptions}; the
 * others tell machines nothing.
 */
@Heading(Section.GENERAL)
public class CommonOptions {
  @Journaled.Not("shown, not recorded")
  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress and no notes, only errors.")
  public boolean quiet;

  @Journaled.Not("shown, not recorded")
  @Option(
      names = {"-v", "--verbose"},
      description = "Say what is done and chosen; print stack traces of errors.")
  public boolean verbose;

  @Journaled.Not("shown, not recorded")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  public boolean help;

  @Journaled.Not("shown, not recorded")
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  public boolean version;

  /** Whether progress is told as JSON. */
  public boolean tellsMachines() {
    return false;
  }

  /** How lines on standard error are to look; empty: as people read them. */
  public Optional<LogFormat> logFormat() {
    return Optional.empty();
  }

  /** Where the run's figures go; empty: nowhere. */
  public Optional<MetricsFile> metrics() {
    return Optional.empty();
  }

  /**
   * The command begins.
   *
   * @throws UsageException where what is asked for cannot be done
   */
  public void begin() throws UsageException {}

  /** The common options of a command, if it has them. */
  public static Optional<CommonOptions> of(CommandSpec command) {
    return command.mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(CommonOptions.class::isInstance)
        .map(CommonOptions.class::cast)
        .findFirst();
  }
}
