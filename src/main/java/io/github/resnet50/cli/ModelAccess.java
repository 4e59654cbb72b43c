package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.EngineChoice.Name;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.InputChoice;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.intake.ModelFetch;
import io.github.resnet50.model.intake.ModelImporter;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.verify.PreprocessingVerifier;
import io.github.resnet50.model.verify.Verification;
import io.github.resnet50.model.zoo.ZooFetcher;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The model side of one command, wired: store, preparation, import, zoo, engine. */
final class ModelAccess {
  private final Context context;
  private final CommonOptions common;
  private final EngineChoice choice;
  private final Home home;
  private final ModelStore store;
  private final EngineSelection selection;

  /** For commands that let the user choose no engine. */
  ModelAccess(Context context, CommonOptions common) throws ModelException {
    this(context, common, new EngineChoice());
  }

  /**
   * @param choice as the user made it; of every engine made here
   */
  ModelAccess(Context context, CommonOptions common, EngineChoice choice) throws ModelException {
    this.context = context;
    this.common = common;
    this.choice = choice;
    this.home = Home.of(context.environment());
    this.store = new ModelStore(home);
    this.selection =
        new EngineSelection(
            choice,
            Kernels.chosenBy(context.environment().get(Kernels.VARIABLE)),
            home,
            variant -> engine(variant, choice.trustModel(), note -> {}).name());
  }

  Context context() {
    return context;
  }

  CommonOptions common() {
    return common;
  }

  Home home() {
    return home;
  }

  ModelStore store() {
    return store;
  }

  /** Of a model's files; hashed once, then known. */
  String sha256(ModelSpec spec) throws IOException {
    return ContentHash.in(home).of(spec);
  }

  /**
   * Progress on standard error, where it is wanted.
   *
   * @param unit what is counted, in the plural
   */
  RunConsole console(String task, String unit) {
    return new RunConsole(task, unit, context, common);
  }

  /**
   * The engine that the command's options ask for; nothing is started yet.
   *
   * @param spec the model that it is to run, or the first of several
   * @param notes hears what the user should know
   */
  Engine engine(ModelSpec spec, Consumer<String> notes) {
    return engine(selection.of(spec), choice.trustModel(), notes);
  }

  /** Of the engine that the command's options ask for. */
  String engineName(ModelSpec spec) {
    return engine(spec, this::note).name();
  }

  private Engine engine(EngineVariant variant, boolean trustModel, Consumer<String> notes) {
    return context.engines().create(new Context.EngineRequest(home, variant, trustModel), notes);
  }

  /**
   * What is to be measured: the engine that was asked for, else all; the default one first.
   *
   * @param notes hears what the user should know
   */
  List<Engine> engines(ModelSpec spec, Consumer<String> notes) {
    return selection.measured(spec).stream()
        .map(variant -> engine(variant, choice.trustModel(), notes))
        .toList();
  }

  /** Which engine, and why. */
  EngineSelection selection() {
    return selection;
  }

  /**
   * The engine on which graphs are worked on, whichever runs the command's model: what is prepared,
   * converted or stored needs its kernels and operations. Nothing is started yet.
   */
  Engine graphEngine() {
    return graphEngine(choice.trustModel());
  }

  /** ONNX Runtime, whatever runs the command's model; nothing is started yet. */
  Engine onnxEngine() {
    return engine(EngineVariant.of(EngineChoice.Name.ONNXRUNTIME), choice.trustModel(), this::note);
  }

  private Engine graphEngine(boolean trustModel) {
    return engine(EngineVariant.DEFAULT, trustModel, this::note);
  }

  ModelImporter importer() {
    ModelImporter.Engines engines =
        new ModelImporter.Engines() {
          @Override
          public Engine create(boolean trustModel) {
            return graphEngine(trustModel);
          }

          @Override
          public Engine ofOriginals() {
            return engine(EngineVariant.of(Name.ONNXRUNTIME), false, ModelAccess.this::note);
          }
        };
    return new ModelImporter(store, new PreparedModels(home, this::note), engines, this::note);
  }

  /** The command that classifies with a stored model. */
  String classifyCommand(String name) throws ModelException {
    return "resnet50 classify -m %s%s PATH..."
        .formatted(Text.quoted(name), store.needsTrust(name) ? " --trust-model" : "");
  }

  /** Whether {@link #find} would download the model from the zoo. */
  boolean isFetchedFor(String nameOrDirectory) {
    return ModelFetch.isWorthTrying(store, nameOrDirectory);
  }

  /** Finds a model, downloading it first if it belongs to the zoo and is not stored yet. */
  ModelSpec find(String nameOrDirectory) throws ModelException {
    if (ModelFetch.isWorthTrying(store, nameOrDirectory)) {
      fetch(nameOrDirectory);
      context.signal().endsAtOnce(StopOnSignal.NOTHING);
    }
    return store.find(nameOrDirectory);
  }

  /**
   * Finds a model, to be shown another input than it came with.
   *
   * @throws UsageException where the views that are wanted are all the same
   */
  ModelSpec find(String nameOrDirectory, InputChoice input) throws ModelException, UsageException {
    ModelSpec spec = input.of(find(nameOrDirectory));
    Resizing resizing = spec.preprocessing().resizing();
    boolean whole = resizing.effective().equals(Resizing.SQUEEZE.with(resizing.interpolation()));
    if (whole && spec.preprocessing().views().crops() > 1) {
      throw new UsageException(
          "--tta %s: nothing is cut off for model %s, so that all crops are the same; give a"
                  .formatted(spec.preprocessing().views(), spec.name())
              + " --crop-pct, or take --tta flip");
    }
    return spec;
  }

  void fetch(String name) throws ModelException {
    ZooFetcher zoo = ZooFetcher.of(home, ZooFetcher.Places.of(context.environment()));
    context
        .signal()
        .endsAtOnce("what was downloaded is kept, and the same command goes on from it");
    try (FetchConsole console = new FetchConsole(name, context, common)) {
      if (!new ModelFetch(home, store, zoo, importer(), choice.trustModel()).fetch(name, console)) {
        return;
      }
    }
    prove(name);
  }

  /**
   * Records evidence on a stored model's card that its preprocessing is right, or reports that
   * another is better. If no evidence can be had, the model stays as it is.
   */
  void prove(String name) throws ModelException {
    String stored = "model " + name + " is stored";
    context
        .signal()
        .endsAtOnce(stored + ", and not verified: resnet50 models verify " + Text.quoted(name));
    boolean trustModel = store.needsTrust(name);
    ModelSpec spec = store.find(name);
    try (RunConsole console = console("verify", "predictions")) {
      Engine engine = engine(selection.of(spec), trustModel, console::note);
      console.loading();
      engine.start();
      try (ImageDecoder decoder = engine.decoder(Long.MAX_VALUE);
          LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES))) {
        console.loaded();
        Optional<Verification> verification =
            new PreprocessingVerifier(decoder, EngineOptions.cores(), console.verification())
                .verifyOnSamples(model, console::note);
        if (verification.isPresent()) {
          store.verified(name, verification.get().evidence());
        }
      }
    } catch (InferenceException e) {
      throw new ModelException(
          "model " + name + " is stored, but fails on images: " + e.getMessage(), e);
    } catch (ModelException e) {
      throw new ModelException(stored + ", and not verified: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.signal().endsAtOnce(stored);
  }

  /** Prints a line on standard error, unless {@code --quiet} is set. */
  void note(String line) {
    if (!common.quiet) {
      context.say(line);
    }
  }
}
