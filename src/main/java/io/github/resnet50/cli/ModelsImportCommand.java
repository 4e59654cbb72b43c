package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.model.store.CardFile;
import io.github.resnet50.model.store.ModelCard;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models import}: a SavedModel from anywhere becomes one of the store's. */
@Command(
    name = "import",
    description = {
      "Copies an image classifier's SavedModel into the store, checks that it is safe to run, finds"
          + " out how its images are prepared, and prepares it for speed.",
      "Labels are taken from synset.txt, labels.txt or imagenet_class_index.json beside it."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models import my-export --scaling tf --labels labels.txt",
      "  resnet50 models import flowers.tar.gz --name flowers",
      "  resnet50 classify -m flowers photos"
    })
final class ModelsImportCommand implements Callable<Integer> {
  private final Context context;

  @Spec CommandSpec spec;
  @Mixin ImportOptions options;

  @Option(names = "--json", description = "Print the model's card as JSON.")
  boolean json;

  @Option(
      names = "--no-verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Do not try the preprocessing against others on the sample images, which takes half a"
              + " minute for models of ImageNet's classes.")
  boolean verify;

  @Mixin CommonOptions common;

  ModelsImportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Models models = new Models(context, common);
    ModelCard card = models.importer().add(options.request());
    if (verify) {
      models.prove(card.name(), options.trustModel);
      card = models.store().card(card.name()).orElse(card);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CardFile.text(card));
    } else {
      CardText.print(card, verify ? CardText.NOTHING_TO_VERIFY_ON : CardText.NOT_TRIED, out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
