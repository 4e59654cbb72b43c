package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Version;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code generate-completion}: a script for bash and zsh. */
@Command(
    name = "generate-completion",
    description = {
      "Prints a script with which bash and zsh complete commands and options.",
      "It completes the names of models too: those of the store are looked up when they are asked"
          + " for."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {"", "Examples:", "  source <(resnet50 generate-completion)"})
final class CompletionCommand implements Callable<Integer> {
  /** {@code @} stands for the colon of a compressed form in the names of folders. */
  private static final String MODELS =
      """

      # The models of the store, and those that need not be there.
      function _resnet50_models() {
        {
          printf '%s\\n' resnet50 demo random
          ls -1 "${RESNET50_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/resnet50}/models" 2>/dev/null |
            sed -n 's/@/:/;/^[A-Za-z0-9]/p'
        } | sort -u
      }
      """;

  @Spec CommandSpec spec;
  @Mixin CommonOptions common;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(root.getCommandName(), root);
    int body = script.indexOf("\n\n");
    String commands = String.join("\" \"", root.getSubcommands().keySet());
    spec.commandLine()
        .getOut()
        .print(
            script.substring(0, body)
                + "\n"
                + MODELS
                + script
                    .substring(body)
                    .replace('"' + Candidates.MODELS + '"', "$(_resnet50_models)")
                    .replace(Candidates.COMMANDS, commands));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
