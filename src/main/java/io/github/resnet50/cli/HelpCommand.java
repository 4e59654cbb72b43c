package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code help}: the help of a command that is named as one would call it. */
@Command(
    name = "help",
    description = "Shows the help of a command, as COMMAND --help does.",
    versionProvider = Version.class,
    sortOptions = false,
    footer = {"", "Examples:", "  resnet50 help classify", "  resnet50 help models import"})
final class HelpCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      completionCandidates = Candidates.OfCommands.class,
      arity = "0..*",
      description = "Such as classify, or models import (default: what commands there are).")
  List<String> names = new ArrayList<>();

  @Mixin CommonOptions common;

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine().getParent();
    for (String name : names) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new UnknownCommand(command, name);
      }
      command = next;
    }
    command.usage(command.getOut());
    return ExitCode.OK;
  }

  /** Answered with commands that are called much alike. */
  private static final class UnknownCommand extends UnmatchedArgumentException {
    private static final long serialVersionUID = 1L;

    private final String name;

    UnknownCommand(CommandLine command, String name) {
      super(command, List.of(name));
      this.name = name;
    }

    @Override
    public String getMessage() {
      return "no command is called '" + name + "'";
    }
  }
}
