package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.store.ModelCard;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models fetch}: a model of DJL's zoo becomes one of the store's. */
@Command(
    name = "fetch",
    description = {
      "Fetches a model of DJL's zoo into the store, checks and prepares it.",
      "A model that is stored already is not asked for again.",
      "RESNET50_ZOO names a mirror (http:, https:, file: or a folder); proxies by Java's"
          + " properties in JAVA_OPTS."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models fetch",
      "  RESNET50_ZOO=/mnt/zoo resnet50 models fetch mobilenet"
    })
final class ModelsFetchCommand implements Callable<Integer> {
  /** For the shell: those that are wanted most. */
  static final class ZooNames extends Candidates.Words {
    ZooNames() {
      super("resnet50", "mobilenet");
    }
  }

  private final Context context;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      defaultValue = "resnet50",
      completionCandidates = ZooNames.class,
      description = "resnet50, mobilenet, or another ResNet of the zoo (default: resnet50).")
  String name;

  @Mixin EngineChoice engineChoice;

  @Mixin CommonOptions common;

  ModelsFetchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ModelException {
    ModelAccess models = new ModelAccess(context, common, engineChoice);
    models.fetch(name);
    PrintWriter out = spec.commandLine().getOut();
    Optional<ModelCard> card = models.store().card(name);
    if (card.isPresent()) {
      CardText.print(card.get(), false, CardText.NOTHING_TO_VERIFY_ON, models, out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
