package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.LabelOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.cli.options.WalkOptions;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.store.CardFile;
import io.github.resnet50.model.verify.PreprocessingVerifier;
import io.github.resnet50.model.verify.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code models verify}: a table of preprocessings, and what it says of the declared one. */
@Heading(Section.METHOD)
@Command(
    name = "verify",
    description = {
      "Proves that a model's declared preprocessing is the one its weights were trained with.",
      "Classifies labelled images as declared and in the other usual ways: RGB or BGR, the scalings"
          + " torch, caffe, tf, unit and raw, and three ways of resizing. Keeps the result on the"
          + " model's card in the store; changes nothing else."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Another way is clearly better where the true class's log-probability, compared image by"
          + " image, is higher by at least 0.1 nat and 2 standard errors in the mean, and by"
          + " Wilcoxon's signed-rank test (z of at least 2.8: a chance of 5 %% over some 20 ways)."
          + " With fewer than 10 images nothing is said.",
      "",
      "Exit codes: 0 the declared one is best, or too few images to tell; 3 so, but some images"
          + " could not be read; 4 no image with a label of the model; 5 model not usable; 6"
          + " another is clearly better, or none fits (with --strict also: too few to tell).",
      "",
      "Examples:",
      "  resnet50 models verify resnet50",
      "  resnet50 models verify flowers --images flowers-by-class --strict"
    })
final class ModelsVerifyCommand implements Callable<Integer> {

  private final Context context;

  @Mixin SharedOptions.ModelArgument model;

  @Heading(Section.INPUT)
  @Option(
      names = "--images",
      paramLabel = "DIR|CSV",
      description =
          "Labelled images: class folders, or a CSV file of path,label or path,id,label (default:"
              + " the 25 drawn images of this program, for models of ImageNet's classes).")
  Path images;

  @Mixin WalkOptions walk;

  @Range(min = 1)
  @Heading(Section.INPUT)
  @Option(
      names = "--max-images",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Take so many at most, evenly spread; each is classified some 20 times (default:"
              + " ${DEFAULT-VALUE}).")
  int maxImages;

  @Heading(Section.OUTPUT)
  @Option(names = "--json", description = "Print everything as JSON instead of the table.")
  boolean json;

  @Option(
      names = "--strict",
      description = "Exit with 6 also where there are too few images to tell.")
  boolean strict;

  @Mixin EngineChoice engineChoice;

  @Range(min = 1, max = 1024)
  @Heading(Section.MODEL)
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Engine threads (default: one a core).")
  Integer threads;

  @Mixin CommonOptions common;

  private String firstFailure = "";

  ModelsVerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    try {
      return verify(labelled());
    } catch (NoImageException e) {
      context.say(e.getMessage() + "; see --images");
      return ExitCode.NO_IMAGE;
    }
  }

  private int verify(LabelledImages labelled) throws Exception {
    ModelAccess models = new ModelAccess(context, common, engineChoice);
    String name = model.name(context.environment());
    ModelSpec spec = models.find(name);
    if (images != null && !spec.labels().isEmpty()) {
      labelled.notes(new LabelIndex(spec.labels())).forEach(models::note);
    }
    if (models.store().hasCard(name)) {
      models.store().requireWritable();
    }
    CardFile.damaged(spec.directory())
        .ifPresent(file -> models.note(file + " is damaged: the result is not kept on it"));
    Verification verification;
    try (RunConsole console = models.console("verify", "predictions")) {
      Engine engine = models.engine(spec, console::note);
      verification = verify(engine, spec, labelled, console);
      firstFailure = console.firstFailure();
    }
    if (models.store().hasCard(name)) {
      models
          .store()
          .verified(name, verification.evidence())
          .ifPresent(
              better ->
                  models.note(
                      "the card of "
                          + name
                          + " keeps "
                          + better.text()
                          + ", which says more than this run"));
    }
    VerificationText printer = new VerificationText(spec, verification);
    String text = json ? printer.json() : printer.table();
    context.out().write(text.getBytes(StandardCharsets.UTF_8));
    context.out().flush();
    WalkReport.noteOfClasses(context, common, labelled.walk());
    return exitCode(verification);
  }

  private Verification verify(
      Engine engine, ModelSpec spec, LabelledImages images, RunConsole console)
      throws ModelException, InferenceException, InterruptedException, NoImageException {
    console.loading();
    engine.start();
    try (ImageDecoder decoder = engine.decoder(ImageDecoder.MAX_PIXELS);
        LoadedModel loaded = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES))) {
      console.loaded();
      int predictors = threads == null ? EngineOptions.cores() : threads;
      return new PreprocessingVerifier(decoder, predictors, console.verification())
          .verify(loaded, images);
    }
  }

  private LabelledImages labelled() throws UsageException, IOException, NoImageException {
    if (images == null) {
      return LabelledImages.samples().atMost(maxImages);
    }
    return LabelOptions.images("--images", images, walk.rules()).atMost(maxImages);
  }

  private int exitCode(Verification verification) {
    boolean missed =
        switch (verification.conclusion()) {
          case DECLARED_BEST -> false;
          case OTHER_BETTER, NONE_FITS -> true;
          case TOO_FEW_IMAGES -> strict;
        };
    if (missed) {
      if (json || common.quiet) {
        context.say(verification.summary());
      }
      return ExitCode.SCORE_MISSED;
    }
    Verification.TestImages tried = verification.images();
    return context.failed(common, tried.failed(), tried.used() + tried.failed(), firstFailure);
  }
}
