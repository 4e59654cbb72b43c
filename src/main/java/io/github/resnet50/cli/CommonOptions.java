package io.github.resnet50.cli;

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
}
