package io.github.resnet50.model.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.graph.FlopCounter;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.LoadableGraph.Scores;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.graph.prepare.PreparedModel;
import io.github.resnet50.graph.prepare.PreparedModel.HeadKind;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * Prepared forms of models, kept by the hash of what they were made of: made once, used by every
 * command, never beside the user's own files.
 */
public final class PreparedModels {
  /** Goes up when preparing changes, so that older results are made again. */
  private static final String VERSION = "v2";

  /** DJL's key for the signature to load; and ours for the signature's output with the scores. */
  private static final String SIGNATURE = "option.SignatureDefKey";

  private static final String OUTPUT = "output";

  /** Ours: how a model was compressed. It has the prepared signatures, and runs as it is. */
  public static final String COMPRESSED = "compressed";

  private static final double MOST_DIFFERENCE = 1e-4;
  private static final int COMPARED_IMAGES = 8;
  private static final String MAKING = ".making";
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final String RECORD = "preparation.json";
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final Home home;
  private final Path root;
  private final ContentHash hashes;
  private final Consumer<String> notes;
  private final Preparing preparing;
  private Boolean fusedKernels;

  /** What {@link ModelPreparer#prepare} does. */
  interface Preparing {
    PreparedModel prepare(Path model, Path target, PrepareOptions options)
        throws SavedModelException, UnpreparableModelException, IOException;
  }

  /**
   * @param notes hears what takes long or does not work out, one line each
   */
  public PreparedModels(Home home, Consumer<String> notes) {
    this(home, notes, new ModelPreparer()::prepare, null);
  }

  /** Those whose graphs have gradients, and are slower for it. */
  public PreparedModels differentiable() {
    return new PreparedModels(home, notes, new ModelPreparer()::prepare, false);
  }

  /**
   * @param fusedKernels whether the engine has them; null: asked when it matters
   */
  PreparedModels(Home home, Consumer<String> notes, Preparing preparing, Boolean fusedKernels) {
    this.home = home;
    this.preparing = preparing;
    this.fusedKernels = fusedKernels;
    this.root = home.root().resolve("prepared");
    this.hashes = ContentHash.in(home);
    this.notes = notes;
  }

  /**
   * The graph to load for a model; prepared now if it was not yet. The engine must be up.
   *
   * @param trustModel whether operations outside the allow-list may run
   * @throws ModelException where the model is no classifier of images, or is not safe to run
   */
  public LoadableGraph graph(ModelSpec spec, boolean trustModel) throws ModelException {
    return graph(spec, trustModel, PreparedModelWriter.CLASSIFY);
  }

  /**
   * The same, giving {@code logits} beside the probabilities; a model that cannot be prepared gives
   * them only where they are its own output.
   */
  public LoadableGraph graphWithLogits(ModelSpec spec, boolean trustModel) throws ModelException {
    return graph(spec, trustModel, PreparedModelWriter.SCORES);
  }

  private LoadableGraph graph(ModelSpec spec, boolean trustModel, String prepared)
      throws ModelException {
    if (isCompressed(spec)) {
      return compressed(spec, trustModel, prepared);
    }
    Preparation preparation = prepare(spec, trustModel);
    if (preparation.prepared()) {
      return new LoadableGraph(directory(spec, trustModel), prepared, true, Scores.PROBABILITIES);
    }
    if (!trustModel) {
      requireSafe(spec);
    }
    return new LoadableGraph(
        spec.directory(), signature(preparation, spec), false, scores(preparation));
  }

  /**
   * A prepared form of usual operations only, as any TensorFlow loads it; made now if it was not
   * yet. The engine must be up.
   *
   * @param trustModel whether operations outside the allow-list may run
   * @return the directory of its SavedModel
   * @throws ModelException where it cannot be prepared, or is not safe to run
   */
  public Path plainForm(ModelSpec spec, boolean trustModel) throws ModelException {
    PreparedModels plain = differentiable();
    Preparation preparation = plain.prepare(spec, trustModel);
    if (!preparation.prepared()) {
      throw new ModelException(
          "model " + spec.name() + " cannot be prepared: " + preparation.reason());
    }
    return plain.directory(spec, trustModel);
  }

  /** Whether a model is one that {@code models compress} made. */
  public static boolean isCompressed(ModelSpec spec) {
    return spec.properties().containsKey(COMPRESSED);
  }

  private static LoadableGraph compressed(ModelSpec spec, boolean trustModel, String signature)
      throws ModelException {
    if (!trustModel) {
      requireSafe(spec);
    }
    boolean int8 = spec.properties().get(COMPRESSED).contains("int8");
    if (int8 && !OneDnnKernels.int8()) {
      throw new ModelException(spec.name() + ": " + OneDnnKernels.INT8_MISSING);
    }
    if (!OneDnnKernels.fused()) {
      throw new ModelException(spec.name() + ": " + OneDnnKernels.FUSED_MISSING);
    }
    return new LoadableGraph(spec.directory(), signature, true, Scores.PROBABILITIES, int8);
  }

  /** What preparing found is a note on a disk; that the original may run is seen by itself. */
  private static void requireSafe(ModelSpec spec) throws ModelException {
    try {
      new GraphSafety()
          .require(SavedModelFile.read(spec.directory(), spec.properties().get(SIGNATURE)));
    } catch (SavedModelException e) {
      throw new ModelException(spec.directory() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException("cannot read " + spec.directory() + ": " + e, e);
    }
  }

  private static Scores scores(Preparation preparation) {
    if (preparation.head() == null) {
      return Scores.UNKNOWN;
    }
    return preparation.head().equals(HeadKind.LOGITS.name()) ? Scores.LOGITS : Scores.PROBABILITIES;
  }

  private static String signature(Preparation preparation, ModelSpec spec) {
    return preparation.signature() == null
        ? spec.properties().getOrDefault(SIGNATURE, "serving_default")
        : preparation.signature();
  }

  /** What of the model is used is its owner's choice, made in {@code serving.properties}. */
  private PrepareOptions options(ModelSpec spec, boolean trustModel) {
    return PrepareOptions.defaults()
        .withFuse(hasFusedKernels())
        .withSignature(spec.properties().get(SIGNATURE))
        .withOutput(spec.properties().get(OUTPUT))
        .withTrustModel(trustModel);
  }

  /** A home can be shared by machines, or by runs with oneDNN on and off. */
  private synchronized boolean hasFusedKernels() {
    if (fusedKernels == null) {
      fusedKernels = OneDnnKernels.fused();
    }
    return fusedKernels;
  }

  /** How a model's preparation went; done now if it was not yet. The engine must be up. */
  public Preparation prepare(ModelSpec spec, boolean trustModel) throws ModelException {
    Path directory = directory(spec, trustModel);
    Preparation known = read(directory);
    if (known != null) {
      return known;
    }
    try {
      Files.createDirectories(root);
      Path lockFile = root.resolve("." + directory.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        known = lock.isValid() ? read(directory) : null;
        return known != null ? known : make(spec, trustModel, directory);
      }
    } catch (IOException e) {
      throw new ModelException("cannot prepare " + spec.directory() + ": " + e, e);
    }
  }

  /**
   * Floating-point operations that the prepared form does for one image; empty where there is no
   * prepared form, or it holds what cannot be counted. The engine must be up.
   */
  public OptionalLong flopsPerImage(ModelSpec spec, boolean trustModel) throws ModelException {
    if (isCompressed(spec)) {
      return OptionalLong.empty();
    }
    Preparation preparation = prepare(spec, trustModel);
    if (!preparation.prepared()) {
      return OptionalLong.empty();
    }
    ImageShape shape = ImageShape.of(spec, preparation.input());
    try {
      return FlopCounter.perImage(directory(spec, trustModel), shape.image(spec.preprocessing()));
    } catch (SavedModelException | IOException e) {
      throw new ModelException("cannot read the prepared form of " + spec.directory(), e);
    }
  }

  /** Where the prepared form is or will be; what was trusted once is not trusted for ever. */
  private Path directory(ModelSpec spec, boolean trustModel) throws ModelException {
    try {
      String hash = hashes.of(new ModelDirectory(spec.directory()));
      PrepareOptions options = options(spec, trustModel);
      String choice =
          options.signature() == null && options.output() == null
              ? ""
              : "-"
                  + Integer.toHexString(
                      List.of(text(options.signature()), text(options.output())).hashCode());
      return root.resolve(
          hash.substring(0, 32)
              + "-"
              + VERSION
              + choice
              + (options.fuse() ? "" : "-plain")
              + (trustModel ? "-trusted" : ""));
    } catch (IOException e) {
      throw new ModelException("cannot read " + spec.directory() + ": " + e, e);
    }
  }

  /** Deletes all prepared forms of the contents with this hash. */
  void forget(String sha256) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.toList()) {
        if (folder.getFileName().toString().startsWith(sha256.substring(0, 32) + "-")) {
          PathUtils.deleteDirectory(folder);
        }
      }
    }
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private static Preparation read(Path directory) {
    try {
      return GSON.fromJson(Files.readString(directory.resolve(RECORD)), Preparation.class);
    } catch (IOException | JsonParseException e) {
      return null; // absent, or cut short by a crash: made again
    }
  }

  /** Clears away what processes left that were killed. */
  private void sweep() throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    List<Path> making;
    try (Stream<Path> folders = Files.list(root)) {
      making = folders.filter(f -> f.getFileName().toString().startsWith(MAKING)).toList();
    }
    for (Path folder : making) {
      try {
        if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
          PathUtils.deleteDirectory(folder);
        }
      } catch (NoSuchFileException e) {
        // Another process has just moved it into place, or clears away too.
      }
    }
  }

  private Preparation make(ModelSpec spec, boolean trustModel, Path directory)
      throws ModelException, IOException {
    notes.accept("preparing model " + spec.name() + " for speed (once)");
    sweep();
    long start = System.nanoTime();
    Path work = Files.createTempDirectory(root, MAKING);
    try {
      Preparation result = make(spec, trustModel, work, start);
      if (result.reason() != null) {
        notes.accept("model " + spec.name() + " runs as it came: " + result.reason());
      }
      if (!result.prepared()) {
        Files.deleteIfExists(work.resolve("saved_model.pb"));
      }
      Files.writeString(work.resolve(RECORD), GSON.toJson(result));
      if (Files.exists(directory)) {
        PathUtils.deleteDirectory(directory);
      }
      Files.move(work, directory, StandardCopyOption.ATOMIC_MOVE);
      return result;
    } catch (RuntimeException e) {
      // Perhaps only for want of memory: nothing that should stick to the model.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      notes.accept("model " + spec.name() + " runs as it came this time: " + reason);
      return Preparation.refused(reason, seconds(start));
    } finally {
      if (Files.exists(work)) {
        PathUtils.deleteDirectory(work);
      }
    }
  }

  private Preparation make(ModelSpec spec, boolean trustModel, Path work, long start)
      throws ModelException, IOException {
    try {
      PreparedModel prepared = preparing.prepare(spec.directory(), work, options(spec, trustModel));
      ImageShape shape = ImageShape.of(spec, prepared.input().shape());
      Agreement agreement = compare(spec, prepared, shape);
      String reason =
          agreement.within(MOST_DIFFERENCE)
              ? null
              : "prepared, its probabilities would differ by " + agreement.maxDifference();
      return Preparation.of(prepared, agreement, reason, seconds(start));
    } catch (SavedModelException e) {
      throw new ModelException(spec.directory() + ": " + e.getMessage(), e);
    } catch (UnpreparableModelException e) {
      return Preparation.refused(e.getMessage(), seconds(start));
    }
  }

  private static Agreement compare(ModelSpec spec, PreparedModel prepared, ImageShape shape)
      throws SavedModelException, IOException {
    InputFiller filler = new InputFiller(spec.preprocessing(), shape.channelsFirst());
    Preprocessor preprocessor = new Preprocessor(spec.preprocessing());
    List<SampleImages.Sample> samples = SampleImages.all().stream().limit(COMPARED_IMAGES).toList();
    int pixels = spec.preprocessing().width() * spec.preprocessing().height();
    FloatBuffer batch = FloatBuffer.allocate(samples.size() * filler.values(pixels));
    try (ImageDecoder decoder = new ImageDecoder(Long.MAX_VALUE)) {
      for (SampleImages.Sample sample : samples) {
        DecodedImage image = decoder.decode(sample.bytes());
        filler.fill(preprocessor.apply(image).rgb(), batch);
      }
    } catch (ImageException e) {
      throw new IllegalStateException("a sample image does not decode", e);
    }
    return Agreement.measure(
        spec.directory(),
        prepared,
        List.of(
            new Agreement.Batch(samples.size(), shape.image(spec.preprocessing()), batch.array())));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
