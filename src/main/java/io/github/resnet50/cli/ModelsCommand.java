package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code models}: where models come from and whether they are right. */
@Command(
    name = "models",
    description = "Where models come from, in which shape they are, and whether they are right.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  resnet50 models list",
      "  resnet50 models import flowers.tar.gz --name flowers",
      "  resnet50 models verify flowers --images flowers-by-class"
    },
    subcommands = {
      ModelsCompressCommand.class,
      ModelsFetchCommand.class,
      ModelsImportCommand.class,
      ModelsListCommand.class,
      ModelsRemoveCommand.class,
      ModelsVerifyCommand.class,
      HelpCommand.class
    })
final class ModelsCommand implements Runnable {
  @Spec CommandSpec spec;
  @Mixin CommonOptions common;

  @Override
  public void run() {
    throw new ErrorLines.MissingSubcommand(spec.commandLine());
  }
}
