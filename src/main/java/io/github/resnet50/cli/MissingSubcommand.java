package io.github.resnet50.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program was called without saying what to do: answered with the help text. */
final class MissingSubcommand extends ParameterException {
  private static final long serialVersionUID = 1L;

  MissingSubcommand(CommandLine commandLine) {
    super(commandLine, "no command given");
  }
}
