package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top-level command; without a subcommand it lists what there is. */
@Command(
    name = "resnet50",
    description = "Classifies folders of photographs with ResNet50.",
    versionProvider = Version.class,
    subcommands = {
      ClassifyCommand.class,
      FindCommand.class,
      OrganizeCommand.class,
      MergeCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ExplainCommand.class,
      AdaptCommand.class,
      FeaturesCommand.class,
      TagCommand.class,
      BenchCommand.class,
      ModelsCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  resnet50 classify photos -o predictions.csv --html page.html",
      "  resnet50 evaluate photos-by-class --html report.html",
      "  resnet50 adapt --train photos-by-class --name birds",
      "  resnet50 help classify",
      "",
      "Exit codes: 0 all classified, 1 internal error, 2 wrong usage,",
      "3 some images failed, 4 no image found, 5 model not available,",
      "6 a required score was missed,",
      "129 hung up, 130 interrupted, 143 terminated.",
      "Options also come from @FILE, and those that you always give can stand one a",
      "line in ~/.config/resnet50/options.properties: resnet50.classify.batch-size=16"
    })
final class RootCommand implements Runnable {
  @Spec CommandSpec spec;
  @Mixin CommonOptions common;

  @Override
  public void run() {
    throw new ErrorLines.MissingSubcommand(spec.commandLine());
  }
}
