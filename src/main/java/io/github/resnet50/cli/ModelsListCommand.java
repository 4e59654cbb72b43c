package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models list}: what is in the store. */
@Command(
    name = "list",
    description = "Lists the models of the store.",
    versionProvider = Version.class)
final class ModelsListCommand implements Callable<Integer> {
  private final Context context;

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON array of the models' cards.")
  boolean json;

  @Mixin CommonOptions common;

  ModelsListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Models models = new Models(context, common);
    PrintWriter out = spec.commandLine().getOut();
    ModelTable table = new ModelTable(models.store().list());
    if (json) {
      table.printJson(out);
    } else if (table.models().isEmpty()) {
      if (!common.quiet) {
        String line = "resnet50: no models in %s: see resnet50 models --help";
        spec.commandLine().getErr().println(line.formatted(models.home().models()));
      }
    } else {
      table.print(out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
