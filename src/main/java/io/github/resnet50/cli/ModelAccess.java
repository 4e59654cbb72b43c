package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.EngineChoice.Name;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Home;
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
import io.github.resnet50.model.zoo.ZooLocation;
import io.github.resnet50.report.timing.HostInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The model side of one command, wired: store, preparation, import, zoo, engine. */
final class ModelAccess {
  /** What is worth a line in the summary of a long run. */
  private static final double MUCH_FASTER = 2;

  private final Context context;
  private final CommonOptions common;
  private final EngineChoice choice;
  private final Home home;
  private final ModelStore store;
  private Optional<Name> recorded = Optional.empty();

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
    return new RunConsole(task, unit, context, common.quiet);
  }

  /**
   * The engine that the command's options ask for; nothing is started yet.
   *
   * @param spec the model that it is to run, or the first of several
   * @param notes hears what the user should know
   */
  Engine engine(ModelSpec spec, Consumer<String> notes) {
    return engine(chosen(spec), choice.trustModel(), notes);
  }

  /** Of the engine that the command's options ask for. */
  String engineName(ModelSpec spec) {
    return engine(spec, this::note).name();
  }

  private Engine engine(Name name, boolean trustModel, Consumer<String> notes) {
    return context.engines().create(new Context.EngineRequest(home, name, trustModel), notes);
  }

  /**
   * The engines to be measured: the one that was asked for, else all; the default one first.
   *
   * @param notes hears what the user should know
   */
  List<Engine> engines(Consumer<String> notes) {
    Stream<Name> names =
        choice.asked().filter(name -> name != Name.AUTO).isPresent()
            ? Stream.of(choice.name())
            : Stream.of(Name.TENSORFLOW, Name.ONNXRUNTIME);
    return names.map(name -> engine(name, choice.trustModel(), notes)).toList();
  }

  /**
   * Has a choice that is left to the program fall on the engine of the run that is continued.
   *
   * @param engine its name in the journal; one that is unknown here changes nothing
   */
  void goesOnWith(String engine) {
    recorded =
        Stream.of(Name.TENSORFLOW, Name.ONNXRUNTIME)
            .filter(name -> engine(name, choice.trustModel(), note -> {}).name().equals(engine))
            .findFirst();
  }

  /**
   * As asked for; automatic is that of the run that is continued, else the faster one, where both
   * are measured here with this model.
   */
  private Name chosen(ModelSpec spec) {
    if (choice.name() != Name.AUTO) {
      return choice.name();
    }
    if (recorded.isPresent()) {
      return recorded.get();
    }
    return speed(spec, Name.ONNXRUNTIME) > speed(spec, Name.TENSORFLOW)
        ? Name.ONNXRUNTIME
        : Name.TENSORFLOW;
  }

  /** Which engine is taken and why, where that was left to the program. */
  Optional<String> automaticEngine(ModelSpec spec) {
    if (choice.name() != Name.AUTO) {
      return Optional.empty();
    }
    if (recorded.isPresent()) {
      return Optional.of("engine %s: that of the run that is continued".formatted(chosen(spec)));
    }
    double tensorFlow = speed(spec, Name.TENSORFLOW);
    double onnxRuntime = speed(spec, Name.ONNXRUNTIME);
    String reason =
        Double.isNaN(tensorFlow) || Double.isNaN(onnxRuntime)
            ? "the default; bench --save has not measured both with this model here"
            : Text.format(
                "from bench, %.1f images/s on TensorFlow and %.1f on ONNX Runtime",
                tensorFlow, onnxRuntime);
    return Optional.of("engine %s: %s".formatted(chosen(spec), reason));
  }

  /** Advice where another engine is known to be much faster here with the model. */
  Optional<String> fasterEngine(ModelSpec spec) {
    Name taken = chosen(spec);
    Name other = taken == Name.TENSORFLOW ? Name.ONNXRUNTIME : Name.TENSORFLOW;
    double ratio = speed(spec, other) / speed(spec, taken);
    return ratio >= MUCH_FASTER
        ? Optional.of(
            Text.format(
                "%s is %.1f times as fast with this model here: --engine auto takes it",
                engine(other, choice.trustModel(), note -> {}).name(), ratio))
        : Optional.empty();
  }

  /** Images a second as stored; NaN where nothing is, or the model cannot be read. */
  private double speed(ModelSpec spec, Name name) {
    Recommendations recommendations = new Recommendations(home);
    if (!recommendations.exist()) {
      return Double.NaN;
    }
    String engine = engine(name, choice.trustModel(), note -> {}).name();
    try {
      return recommendations
          .find(sha256(spec), HostInfo.detect(engine, null, null))
          .map(Recommendations.Stored::imagesPerSecond)
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN; // whoever runs it says so
    }
  }

  /**
   * The engine on which graphs are worked on, whichever runs the command's model: what is prepared,
   * converted or stored needs its kernels and operations. Nothing is started yet.
   */
  Engine graphEngine() {
    return graphEngine(choice.trustModel());
  }

  private Engine graphEngine(boolean trustModel) {
    return engine(Name.TENSORFLOW, trustModel, this::note);
  }

  ModelImporter importer() {
    return new ModelImporter(
        store, new PreparedModels(home, this::note), this::graphEngine, this::note);
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

  void fetch(String name) throws ModelException {
    ZooLocation location = ZooLocation.of(context.environment());
    ZooFetcher zoo = ZooFetcher.of(home, location);
    context
        .signal()
        .endsAtOnce("what was downloaded is kept, and the same command goes on from it");
    try (FetchConsole console = new FetchConsole(name, context, common.quiet)) {
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
      Engine engine = engine(chosen(spec), trustModel, console::note);
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
