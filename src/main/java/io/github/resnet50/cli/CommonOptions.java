package io.github.resnet50.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress and no notes, only errors.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what is done and chosen; print stack traces of errors.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  boolean version;

  /** A command's, where it has them. */
  static Optional<CommonOptions> of(CommandSpec command) {
    return command.mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(CommonOptions.class::isInstance)
        .map(CommonOptions.class::cast)
        .findFirst();
  }
}
