package io.github.resnet50.cli;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.decode.TensorFlowJpegCodec;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.model.compress.CompressRequest;
import io.github.resnet50.model.compress.CompressedModels;
import io.github.resnet50.model.compress.ModelCompressor;
import io.github.resnet50.model.compress.NoUsableImageException;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.store.CardFile;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.Preparation;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.report.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models compress}: a cheaper model, and what it costs. */
@Command(
    name = "compress",
    description = {
      "Makes a cheaper form of a model and says what it costs: how often it still says the same,"
          + " its accuracy where the images are labelled, size, speed and start.",
      "The result is stored as NAME:int8 and used only where it is asked for by that name."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models compress resnet50 --int8 --calibrate photos --evaluate labelled",
      "  resnet50 classify -m resnet50:int8 photos",
      "",
      "Exit codes: 0 made and stored; 4 no image to calibrate on; 5 model or machine does not lend"
          + " itself to it, with the reason."
    })
final class ModelsCompressCommand implements Callable<Integer> {
  private static final long MAX_PIXELS = 178_956_970;
  private static final int MOST_THREADS = 1024;

  private final Context context;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NAME|DIR",
      arity = "0..1",
      description =
          "A model of the store by name, or a SavedModel directory (default: $RESNET50_MODEL, else"
              + " resnet50).")
  String model;

  @Option(
      names = "--int8",
      description =
          "Quantise: convolutions in 8 bits, on processors of x86-64 with oneDNN. No training.")
  boolean int8;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR|CSV",
      description =
          "Images like those to be classified, for the ranges of activations; labels are not needed"
              + " (default: the drawn images that come with the program; your own are better).")
  Path calibrate;

  @Option(
      names = "--evaluate",
      paramLabel = "DIR|CSV",
      description =
          "Other images, to take the price on; with labels (class folders, or a CSV file of"
              + " path,label) also in accuracy (default: every third of those to calibrate on,"
              + " which is then not calibrated on).")
  Path evaluate;

  @Option(
      names = "--max-images",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Calibrate on so many images at most, evenly spread (default: ${DEFAULT-VALUE}).")
  int maxImages;

  @Option(
      names = "--max-drop",
      paramLabel = "POINTS",
      defaultValue = "4",
      description =
          "Keep layers in float, the costliest first, until on the calibration images at most so"
              + " many of 100 have another top-1 than before (default: ${DEFAULT-VALUE}).")
  double maxDrop;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "For a directory: the name before :int8 in the store (default: from its own).")
  String name;

  @Option(names = "--overwrite", description = "Replace a compressed form of the same name.")
  boolean overwrite;

  @Option(names = "--json", description = "Print the card of the compressed model as JSON.")
  boolean json;

  @Option(
      names = "--trust-model",
      description = "Run a model's operations even where they could touch files or processes.")
  boolean trustModel;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Predictors at once when speed is measured (default: one a core).")
  Integer threads;

  @Mixin CommonOptions common;

  ModelsCompressCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    requireUsage();
    Models models = new Models(context, common.quiet);
    String wanted = model != null ? model : context.variable("RESNET50_MODEL").orElse("resnet50");
    LabelledImages calibration = images("--calibrate", calibrate).atMost(maxImages);
    LabelledImages evaluation = evaluate == null ? null : images("--evaluate", evaluate);
    ModelSpec original = models.find(wanted);
    if (PreparedModels.isCompressed(original)) {
      throw new UsageException(wanted + " is compressed already");
    }
    ModelName target = CompressedModels.name(name(models, wanted, original));
    if (!overwrite) {
      models.store().requireFree(target);
    }
    try {
      if (calibrate == null) {
        models.note(
            "calibrating on the images that come with the program: your own (--calibrate DIR) are"
                + " better");
      }
      print(compress(models, original, target, calibration, evaluation));
      return ExitCode.OK;
    } catch (NoUsableImageException e) {
      context.err().println("resnet50: " + TerminalText.escape(e.getMessage()));
      return ExitCode.NO_IMAGE;
    }
  }

  private ModelCard compress(
      Models models,
      ModelSpec original,
      ModelName target,
      LabelledImages calibration,
      LabelledImages evaluation)
      throws ModelException, NoUsableImageException, InterruptedException, UsageException {
    new NativeLibrary(models.home()).load();
    PreparedModels prepared = new PreparedModels(models.home(), models::note);
    Preparation preparation = prepared.prepare(original, trustModel);
    if (!preparation.prepared()) {
      throw new ModelException(
          original.name()
              + " cannot be compressed: it could not be prepared: "
              + preparation.reason());
    }
    CompressRequest request =
        new CompressRequest(
            original,
            prepared.graph(original, trustModel).directory(),
            calibration,
            evaluation,
            maxDrop,
            threads());
    try (ImageDecoder decoder = new ImageDecoder(MAX_PIXELS, List.of(new TensorFlowJpegCodec()))) {
      return new CompressedModels(models.store(), new ModelCompressor(decoder, models::note))
          .add(request, preparation, target, overwrite);
    }
  }

  private void print(ModelCard card) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CardFile.text(card));
    } else {
      new LabelText(out).print(card);
    }
    out.flush();
  }

  /** A directory's form is stored under a name too, which must not be that of another model. */
  private ModelName name(Models models, String wanted, ModelSpec original) throws ModelException {
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

  private void requireUsage() throws UsageException {
    if (!int8) {
      throw new UsageException("say how to compress: --int8");
    }
    if (!(maxDrop >= 0 && maxDrop <= 100)) {
      throw new UsageException("--max-drop " + maxDrop + ": expected points, 0 to 100");
    }
    if (maxImages < 1) {
      throw new UsageException("--max-images " + maxImages + ": expected 1 or more");
    }
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new UsageException("--threads " + threads + ": expected 1 to " + MOST_THREADS);
    }
  }

  private int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static LabelledImages images(String option, Path path)
      throws UsageException, IOException {
    if (path == null) {
      return LabelledImages.samples();
    }
    if (!Files.exists(path)) {
      throw new UsageException(option + " " + path + ": no such file or directory");
    }
    try {
      return LabelledImages.read(path);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + " " + e.getMessage(), e);
    }
  }
}
