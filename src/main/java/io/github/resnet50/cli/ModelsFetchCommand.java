package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.zoo.ZooList;
import io.github.resnet50.model.zoo.ZooModel;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models fetch}: a published model becomes one of the store's. */
@Heading(Section.OUTPUT)
@Command(
    name = "fetch",
    description = {
      "Fetches a published model into the store, checks and prepares it.",
      "Models are of DJL's zoo, or weights of timm and torchvision at Hugging Face."
          + " A model that is stored already is not asked for again.",
      "RESNET50_ZOO names a mirror (http:, https:, file: or a folder) in which files have the"
          + " paths that they have there; proxies by Java's properties in JAVA_OPTS."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models fetch --list",
      "  resnet50 models fetch resnet50.a1_in1k",
      "  RESNET50_ZOO=/mnt/zoo resnet50 models fetch mobilenet"
    })
final class ModelsFetchCommand implements Callable<Integer> {
  /** For the shell. */
  static final class ZooNames extends Candidates.Words {
    ZooNames() {
      super(ZooList.builtIn().models().stream().map(ZooModel::name).toArray(String[]::new));
    }
  }

  private static final String DEFAULT = "resnet50";

  private final Context context;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = ZooNames.class,
      description =
          "One of --list, or another ResNet of DJL's zoo (default: resnet50). With --list: only"
              + " names that begin so.")
  String name;

  @Option(
      names = "--list",
      description =
          "Print what can be fetched, with its published top-1 accuracy on ImageNet, at the input"
              + " that it takes and at a larger one (--input-size), its size and licence. Asks no"
              + " network.")
  boolean list;

  @Option(names = "--json", description = "Print the model's card, or the list, as JSON.")
  boolean json;

  @Mixin EngineChoice engineChoice;

  @Mixin CommonOptions common;

  ModelsFetchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ModelException {
    ModelAccess models = new ModelAccess(context, common, engineChoice);
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      print(models, out);
      return ExitCode.OK;
    }
    String wanted = name == null ? DEFAULT : name;
    models.fetch(wanted);
    Optional<ModelCard> card = models.store().card(wanted);
    if (card.isPresent()) {
      CardText.print(card.get(), json, CardText.NOTHING_TO_VERIFY_ON, models, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private void print(ModelAccess models, PrintWriter out) throws ModelException {
    List<ZooModel> listed =
        ZooList.builtIn().models().stream()
            .filter(model -> name == null || model.name().startsWith(name))
            .toList();
    if (listed.isEmpty()) {
      throw new ModelException(
          "no model that can be fetched has a name that begins with '%s'".formatted(name));
    }
    ZooListing listing = new ZooListing(models.store());
    if (json) {
      out.println(listing.json(listed));
    } else {
      listing.lines(listed).forEach(out::println);
    }
    out.flush();
  }
}
