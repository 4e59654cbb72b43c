package io.github.resnet50.model.store;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.graph.FlopCounter;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.LoadableGraph.ScoreKind;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SafeForm;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.graph.prepare.Preparation.HeadKind;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.graph.prepare.PrepareOptions.Form;
import io.github.resnet50.graph.prepare.SizeChange;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.InputSizeException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Provides the graph to run for a model: its prepared form, made on first use and cached under
 * {@code RESNET50_HOME}, or the original if it cannot be prepared.
 */
public final class PreparedModels {
  private final Home home;
  private final Consumer<String> notes;
  private final CheckedPreparer preparer;
  private final PreparedCache cache;
  private final Form form;
  private Optional<Boolean> oneDnn = Optional.empty();

  /** Has what prepares models come up. */
  public interface EngineStart {
    /** Starts it, where it is not up. */
    void start() throws ModelException;
  }

  /**
   * @param notes receives one line for each slow or failed step
   */
  public PreparedModels(Home home, Consumer<String> notes) {
    this(home, notes, new CheckedPreparer(new ModelPreparer()::prepare), Form.FUSED);
  }

  /** Prepared forms whose graphs have gradients, and which are slower. */
  public PreparedModels differentiable() {
    return new PreparedModels(home, notes, preparer, Form.PLAIN);
  }

  /**
   * Prepared forms whose graphs have gradients, for a run that mostly finds all that it needs
   * prepared, and needs no TensorFlow then.
   *
   * @param engine called before something is made; nothing else has to start it
   */
  public PreparedModels differentiable(EngineStart engine) {
    return new PreparedModels(home, notes, preparer.startedBy(engine), Form.PLAIN);
  }

  /** Prepared forms whose convolutions these kernels compute, as far as the machine has them. */
  public PreparedModels computedBy(Kernels kernels) {
    Form computed =
        switch (kernels) {
          case ONEDNN -> Form.FUSED;
          case EIGEN -> Form.EIGEN;
          case PLAIN -> Form.PLAIN;
        };
    return new PreparedModels(home, notes, preparer, computed);
  }

  /** Whose kernels were asked for. */
  public Kernels kernels() {
    return switch (form) {
      case FUSED -> Kernels.ONEDNN;
      case EIGEN -> Kernels.EIGEN;
      case PLAIN -> Kernels.PLAIN;
    };
  }

  /**
   * @param form to prepare; any is {@link Form#PLAIN} where there is no oneDNN
   */
  PreparedModels(Home home, Consumer<String> notes, CheckedPreparer preparer, Form form) {
    this.home = home;
    this.notes = notes;
    this.preparer = preparer;
    this.cache = new PreparedCache(home, preparer, notes);
    this.form = form;
  }

  /**
   * The graph to load for a model; prepared now if it was not before. The engine must have been
   * started.
   *
   * @param trustModel whether operations outside the allow-list may run
   * @throws ModelException if the model is not an image classifier, or is not safe to run
   */
  public LoadableGraph graph(ModelSpec spec, boolean trustModel) throws ModelException {
    return graph(spec, trustModel, PreparedModelWriter.CLASSIFY);
  }

  /**
   * The same with {@code logits} besides the probabilities; a model that cannot be prepared has
   * them only if they are its own output.
   */
  public LoadableGraph graphWithLogits(ModelSpec spec, boolean trustModel) throws ModelException {
    return graph(spec, trustModel, PreparedModelWriter.SCORES);
  }

  private LoadableGraph graph(ModelSpec spec, boolean trustModel, String prepared)
      throws ModelException {
    if (spec.compression().isPresent()) {
      return compressed(spec, trustModel, prepared);
    }
    Preparation preparation = prepare(spec, trustModel);
    if (preparation.prepared()) {
      return new LoadableGraph(
          directory(spec, trustModel), prepared, true, ScoreKind.PROBABILITIES);
    }
    return new LoadableGraph(
        trustModel ? spec.directory() : safeDirectory(spec),
        signature(preparation, spec),
        false,
        scores(preparation));
  }

  /**
   * A prepared form with standard operations only, which every TensorFlow can load; made now if it
   * was not before. The engine must have been started.
   *
   * @param trustModel whether operations outside the allow-list may run
   * @return the directory of its SavedModel
   * @throws ModelException where it cannot be prepared, or is not safe to run
   */
  public Path plainForm(ModelSpec spec, boolean trustModel) throws ModelException {
    return differentiable().prepared(spec, trustModel);
  }

  private Path prepared(ModelSpec spec, boolean trustModel) throws ModelException {
    Preparation preparation = prepare(spec, trustModel);
    if (!preparation.prepared()) {
      throw new ModelException(
          "model " + spec.name() + " cannot be prepared: " + preparation.reason());
    }
    return directory(spec, trustModel);
  }

  /** Writes what is made of a prepared form. */
  public interface Deriving {
    /**
     * @param prepared the directory of its SavedModel
     * @param file to be there, whole, when it returns
     */
    void write(Path prepared, Path file) throws ModelException, IOException;
  }

  /**
   * A file made of a prepared form, and kept beside it; both are made now if they were not before.
   * The engine must have been started, or is to be by what {@link #differentiable(EngineStart)} was
   * given.
   *
   * @param name of the file; by another name it is made again
   * @throws ModelException where the model cannot be prepared, or is not safe to run
   */
  public Path derived(ModelSpec spec, boolean trustModel, String name, Deriving deriving)
      throws ModelException {
    return cache.derived(
        spec,
        prepared(spec, trustModel),
        name,
        (form, file) -> {
          preparer.startEngine();
          deriving.write(form, file);
        });
  }

  /**
   * A prepared form with all outputs, made for images of the size that is wanted of it. The engine
   * must have been started.
   *
   * @param prepared the directory of its SavedModel
   * @throws InputSizeException where the model takes its own size only
   */
  public static SavedModelFile form(ModelSpec spec, Path prepared)
      throws ModelException, SavedModelException, IOException {
    SavedModelFile file = SavedModelFile.read(prepared, PreparedModelWriter.ALL);
    if (!spec.isResized()) {
      return file;
    }
    ImageShape shape = ImageShape.of(spec.asItCame(), file.input().sizes());
    try {
      return SizeChange.apply(
          file, shape.batch(-1, spec.preprocessing()), spec.compression().isPresent());
    } catch (UnpreparableModelException e) {
      throw new InputSizeException(spec, e.getMessage(), e);
    }
  }

  private LoadableGraph compressed(ModelSpec spec, boolean trustModel, String signature)
      throws ModelException {
    if (!trustModel) {
      requireSafe(spec);
    }
    boolean int8 = spec.compression().orElseThrow().contains("int8");
    if (int8 && !OneDnnKernels.int8()) {
      throw new ModelException(spec.name() + ": " + OneDnnKernels.INT8_MISSING);
    }
    if (!OneDnnKernels.fused()) {
      throw new ModelException(spec.name() + ": " + OneDnnKernels.FUSED_MISSING);
    }
    if (form == Form.EIGEN) {
      throw new ModelException(spec.name() + ": compressed forms have kernels of oneDNN only");
    }
    return new LoadableGraph(spec.directory(), signature, true, ScoreKind.PROBABILITIES, int8);
  }

  /** The safety check is repeated here: a record on disk is not trusted. */
  private static Path safeDirectory(ModelSpec spec) throws ModelException {
    return checked(
        spec,
        file ->
            SafeForm.of(file)
                .loadable(Path.of(System.getProperty("java.io.tmpdir")))
                .untilTheEnd()
                .directory());
  }

  private static void requireSafe(ModelSpec spec) throws ModelException {
    checked(
        spec,
        file -> {
          new GraphSafety().require(file);
          return file.directory();
        });
  }

  private interface SafetyCheck {
    Path directory(SavedModelFile file) throws SavedModelException, IOException;
  }

  private static Path checked(ModelSpec spec, SafetyCheck check) throws ModelException {
    try {
      return check.directory(SavedModelFile.read(spec.directory(), spec.signature().orElse(null)));
    } catch (SavedModelException e) {
      throw new ModelException(spec.directory() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException("cannot read " + spec.directory() + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  private static ScoreKind scores(Preparation preparation) {
    if (preparation.head() == null) {
      return ScoreKind.UNKNOWN;
    }
    return preparation.head() == HeadKind.LOGITS ? ScoreKind.LOGITS : ScoreKind.PROBABILITIES;
  }

  private static String signature(Preparation preparation, ModelSpec spec) {
    return preparation.signature() == null
        ? spec.signature().orElse(PreparedModelWriter.ALL)
        : preparation.signature();
  }

  /** The signature and output are the owner's choice, made in {@code serving.properties}. */
  private PrepareOptions options(ModelSpec spec, boolean trustModel) {
    return PrepareOptions.defaults()
        .withForm(hasOneDnn() ? form : Form.PLAIN)
        .withSignature(spec.signature().orElse(null))
        .withOutput(spec.output().orElse(null))
        .withTrustModel(trustModel);
  }

  /**
   * Checked for each process: a home can be shared by machines, or by runs with oneDNN on and off.
   */
  private synchronized boolean hasOneDnn() {
    if (form == Form.PLAIN) {
      return false; // nobody asks
    }
    oneDnn = oneDnn.or(() -> Optional.of(OneDnnKernels.fused()));
    return oneDnn.get();
  }

  /**
   * The result of a model's preparation, which is done now if it was not done before. The engine
   * must have been started.
   */
  public Preparation prepare(ModelSpec spec, boolean trustModel) throws ModelException {
    if (spec.original().isPresent()) {
      throw new ModelException(
          ("model %s runs as it came, as a file of ONNX, on ONNX Runtime alone (--engine"
                  + " onnxruntime): there is no graph of it for anything else")
              .formatted(spec.name()));
    }
    return cache.get(spec.asItCame(), options(spec, trustModel));
  }

  private Path directory(ModelSpec spec, boolean trustModel) throws ModelException {
    return cache.directory(spec, options(spec, trustModel));
  }

  /**
   * Floating-point operations that the prepared form does for one image; empty where there is no
   * prepared form, or it contains operations that cannot be counted. The engine must have been
   * started.
   */
  public OptionalLong flopsPerImage(ModelSpec spec, boolean trustModel) throws ModelException {
    if (spec.compression().isPresent() || spec.original().isPresent()) {
      return OptionalLong.empty();
    }
    Preparation preparation = prepare(spec, trustModel);
    if (!preparation.prepared()) {
      return OptionalLong.empty();
    }
    try {
      SavedModelFile file = form(spec, directory(spec, trustModel));
      ImageShape shape = ImageShape.of(spec, file.input().sizes());
      return FlopCounter.perImage(
          file.metaGraph().getGraphDef(), file.input().tensor(), shape.image(spec.preprocessing()));
    } catch (SavedModelException | IOException e) {
      throw new ModelException("cannot read the prepared form of " + spec.directory(), e);
    }
  }
}
