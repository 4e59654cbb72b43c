package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.intake.ImportRequest;
import io.github.resnet50.model.store.ModelCard;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models import}: a model from anywhere becomes one of the store's. */
@Heading(Section.PREPROCESSING)
@Command(
    name = "import",
    description = {
      "Copies an image classifier into the store, checks that it is safe to run, finds out how its"
          + " images are prepared, and prepares it for speed.",
      "It comes as a SavedModel; as a file of ONNX (FILE.onnx), which becomes a SavedModel and is"
          + " compared with it, or runs as it came, on ONNX Runtime; or as the weights of a ResNet"
          + " (FILE.safetensors), recognised by the names that torchvision and timm give them.",
      "Labels are taken from synset.txt, labels.txt or imagenet_class_index.json beside it, or with"
          + " the preprocessing from the config.json that timm publishes."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models import my-export --scaling tf --labels labels.txt",
      "  resnet50 models import flowers.tar.gz --name flowers",
      "  resnet50 models import model.onnx --scaling torch",
      "  resnet50 models import resnet50d/model.safetensors --labels synset.txt",
      "  resnet50 classify -m flowers photos"
    })
final class ModelsImportCommand implements Callable<Integer> {
  private static final int LARGEST = 16384;

  private final Context context;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|FILE",
      description =
          "A SavedModel directory, or a folder or archive (zip, tar, tar.gz) with one in it; a file"
              + " of ONNX; or weights: a file of safetensors, a folder with one, or the index of"
              + " several.")
  Path source;

  @Heading(Section.OUTPUT)
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Its name in the store (default: from the file's).")
  String name;

  @Option(
      names = "--scaling",
      paramLabel = "torch|caffe|tf|unit|raw",
      description =
          "How pixels become the model's numbers: torch (ImageNet mean and std), caffe (BGR minus"
              + " mean), tf (-1..1), unit (0..1), raw (0..255) (default: serving.properties, else"
              + " found out).")
  UsualScaling scaling;

  @Option(
      names = "--channel-order",
      paramLabel = "RGB|BGR",
      description = "The model's order of channels (default: goes with the scaling).")
  ColorOrder channelOrder;

  @Option(
      names = "--resize",
      paramLabel = "N|squeeze",
      description =
          "Bring the short side to N pixels and cut out the middle, or squeeze the whole image to"
              + " size (default: serving.properties, else size/0.875).")
  String resize;

  @Range(min = 1, max = LARGEST, unit = "pixels")
  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      description = "The input's width, where the model leaves it open.")
  Integer width;

  @Range(min = 1, max = LARGEST, unit = "pixels")
  @Option(
      names = "--height",
      paramLabel = "PIXELS",
      description = "The input's height, where the model leaves it open.")
  Integer height;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Class names: a line a class, or JSON (default: found beside the model).")
  Path labels;

  @Heading(Section.MODEL)
  @Option(
      names = "--signature",
      paramLabel = "NAME",
      description = "Which of its signatures (default: serving_default).")
  String signature;

  @Heading(Section.MODEL)
  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "Which of the signature's outputs has the scores (default: the only one).")
  String output;

  @Mixin EngineChoice engineChoice;

  @Heading(Section.OUTPUT)
  @Option(names = "--overwrite", description = "Replace a model of the same name.")
  boolean overwrite;

  @Heading(Section.OUTPUT)
  @Option(names = "--json", description = "Print the model's card as JSON.")
  boolean json;

  @Option(
      names = "--verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Try the preprocessing against others on the sample images, which takes half a minute for"
              + " models of ImageNet's classes (the default; --no-verify leaves it out).")
  boolean verify;

  @Mixin CommonOptions common;

  ModelsImportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ModelAccess models = new ModelAccess(context, common, engineChoice);
    context.signal().endsAtOnce("no model is stored");
    ModelCard card = models.importer().add(request());
    context.signal().endsAtOnce("model " + card.name() + " is stored");
    if (verify) {
      models.prove(card.name());
      card = models.store().card(card.name()).orElse(card);
    }
    String unverified = verify ? CardText.NOTHING_TO_VERIFY_ON : CardText.NOT_TRIED;
    CardText.print(card, json, unverified, models, spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private ImportRequest request() throws UsageException {
    return new ImportRequest(
        source,
        name,
        null,
        labels,
        overwrite,
        new ImportRequest.GraphSettings(signature, output, engineChoice.trustModel()),
        new ImportRequest.ImageSettings(
            width,
            height,
            scaling,
            channelOrder == null ? null : ChannelOrder.valueOf(channelOrder.name()),
            resizing()));
  }

  private Resizing resizing() throws UsageException {
    if (resize == null) {
      return null;
    }
    if (resize.toLowerCase(Locale.ROOT).equals("squeeze")) {
      return Resizing.SQUEEZE;
    }
    int side;
    try {
      side = Integer.parseInt(resize);
    } catch (NumberFormatException e) {
      throw new UsageException("--resize " + resize + ": expected pixels, or squeeze", e);
    }
    if (side < 1 || side > LARGEST) {
      throw new UsageException("--resize " + side + ": expected pixels, 1 to " + LARGEST);
    }
    return Resizing.cropped(side);
  }

  /** The orders that can be asked for; models of grey images are recognised by their input. */
  enum ColorOrder {
    RGB,
    BGR
  }
}
