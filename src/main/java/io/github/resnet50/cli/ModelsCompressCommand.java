package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.compress.ModelCompressor;
import io.github.resnet50.compress.ModelCompressor.CompressionRequest;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.PreparedModels;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models compress}: a cheaper model, and what it costs. */
@Heading(Section.OUTPUT)
@Command(
    name = "compress",
    description = {
      "Makes a cheaper form of a model and says what it costs: how often it still says the same,"
          + " its accuracy where the images are labelled, size, speed and start.",
      "The result is stored as NAME:int8 and used only where it is asked for by that name. It holds"
          + " a form for each engine."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models compress resnet50 --int8 --calibrate photos",
      "  resnet50 classify -m resnet50:int8 photos",
      "",
      "Exit codes: 0 made and stored; 4 no image to calibrate on; 5 model or machine does not lend"
          + " itself to it, with the reason."
    })
final class ModelsCompressCommand implements Callable<Integer> {
  private final Context context;

  @Spec CommandSpec spec;

  @Mixin SharedOptions.ModelArgument model;

  @Heading(Section.METHOD)
  @Option(
      names = "--int8",
      description =
          "Quantise: convolutions in 8 bits, on processors of x86-64 with oneDNN. No training.")
  boolean int8;

  @Option(
      names = {"--prune", "--curve"},
      hidden = true,
      arity = "0..1",
      fallbackValue = "")
  List<String> pruning;

  @Mixin FittingOptions fitting;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "For a directory: the name before the colon in the store (default: from its own).")
  String name;

  @Option(names = "--overwrite", description = "Replace a compressed form of the same name.")
  boolean overwrite;

  @Option(names = "--json", description = "Print the card of the compressed model as JSON.")
  boolean json;

  @Mixin EngineChoice engineChoice;

  @Mixin CommonOptions common;

  ModelsCompressCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try {
      return compress();
    } catch (NoImageException e) {
      context.say(e.getMessage());
      return ExitCode.NO_IMAGE;
    }
  }

  private int compress() throws Exception {
    checkForm();
    ModelAccess models = new ModelAccess(context, common, engineChoice);
    String wanted = model.name(context.environment());
    CompressionRequest request = request(models.find(wanted));
    if (request.original().compression().isPresent()) {
      throw new UsageException(wanted + " is compressed already");
    }
    ModelName target = ModelCompressor.name(name(models, wanted, request.original()));
    if (!overwrite) {
      models.store().requireFree(target);
    }
    models.store().requireWritable();
    if (fitting.calibrate == null) {
      models.note(
          "calibrating on the images that come with the program: your own (--calibrate DIR) are"
              + " better");
    }
    context.signal().endsAtOnce("no model is stored");
    Engine engine = models.graphEngine();
    engine.start();
    PreparedModels prepared = new PreparedModels(models.home(), models::note);
    try (ImageDecoder decoder = engine.decoder(ImageDecoder.MAX_PIXELS)) {
      ModelCard card =
          new ModelCompressor(
                  models.store(),
                  prepared,
                  new ModelCompressor.Engines(engine, models.onnxEngine(), decoder),
                  models::note)
              .compress(request, target, overwrite);
      context.signal().endsAtOnce("model " + target.text() + " is stored");
      CardText.print(card, json, CardText.NOT_TRIED, models, spec.commandLine().getOut());
      WalkReport.note(context, common, request.calibration().walk());
      if (request.evaluation() != null) {
        WalkReport.noteOfClasses(context, common, request.evaluation().walk());
      }
      return ExitCode.OK;
    }
  }

  private void checkForm() throws UsageException {
    if (pruning != null) {
      throw new UsageException(
          "pruning is no longer offered: without retraining, 12 % less arithmetic cost a ResNet50 3"
              + " points of accuracy; take --int8, or a smaller model (stored NAME:pruned models"
              + " still run)");
    }
    if (!int8) {
      throw new UsageException("say how to compress: --int8");
    }
    if (engineChoice.name() == EngineChoice.Name.ONNXRUNTIME) {
      throw new UsageException(
          "--engine onnxruntime: forms are made for TensorFlow and for ONNX Runtime at once; leave"
              + " the option out");
    }
  }

  private CompressionRequest request(ModelSpec original)
      throws UsageException, IOException, NoImageException {
    return new CompressionRequest(
        original,
        engineChoice.trustModel(),
        fitting.calibration(),
        fitting.evaluation(),
        fitting.maxDrop,
        fitting.threads());
  }

  /**
   * A model directory's compressed form is stored under a name too, which must not be that of
   * another model.
   */
  private ModelName name(ModelAccess models, String wanted, ModelSpec original)
      throws ModelException {
    if (models.store().contains(wanted)) {
      if (name != null) {
        throw new ModelException(wanted + " has a name already: --name is for directories");
      }
      return ModelName.parse(wanted);
    }
    ModelName chosen =
        name != null ? ModelName.of(name) : ModelName.suggestedBy(original.directory());
    if (models.store().contains(chosen.text())) {
      throw new ModelException(
          "the store has a model " + chosen + " of its own: give another name (--name)");
    }
    return chosen;
  }
}
