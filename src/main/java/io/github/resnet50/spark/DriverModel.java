package io.github.resnet50.spark;

import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * The model on the driver: found, prepared once, tried, and sent to the executors. To be closed
 * when the job is done.
 */
final class DriverModel implements AutoCloseable {
  /** What a bundle is called where it arrives. */
  private static final String SENT = "resnet50-model";

  private final Home home;
  private final Consumer<String> notes;
  private final NativeLibrary library;
  private final Path temporary;
  private ModelBundle bundle;
  private ModelBundle.ModelPlace place;

  DriverModel(Consumer<String> notes) throws ModelException, IOException {
    this.home = ExecutorHome.find();
    this.notes = notes;
    this.library = new NativeLibrary(home);
    this.temporary = Files.createTempDirectory("resnet50-spark");
  }

  /**
   * Finds the model, without a cluster.
   *
   * @param name a bundle's folder, or whatever {@code --model} means to {@code classify}
   * @param trustModel whether operations outside the allow-list may run
   */
  ModelBundle find(String name, boolean trustModel) throws ModelException, IOException {
    Path folder = Path.of(name);
    bundle =
        ModelBundle.isBundle(folder)
            ? existing(folder.toAbsolutePath().normalize(), trustModel)
            : make(new ModelStore(home).find(name), trustModel);
    return bundle;
  }

  /**
   * Finds the model and makes executors find it too.
   *
   * @param shared whether they have the same folder
   */
  ModelBundle send(String name, boolean trustModel, boolean shared, SparkContext spark)
      throws ModelException, IOException {
    if (isSentAlong(name, spark)) {
      Path folder = Path.of(SparkFiles.get(name));
      if (!Files.isDirectory(folder)) {
        folder = Path.of(name); // a driver on YARN has it in its own folder
      }
      if (ModelBundle.isBundle(folder)) {
        bundle = existing(folder, trustModel);
        place = new ModelBundle.ModelPlace(name, true);
        return bundle;
      }
      bundle = make(new ModelDirectory(folder).read(name), trustModel);
    } else {
      find(name, trustModel);
    }
    Path folder = bundle.graph().directory();
    if (shared && folder.startsWith(temporary)) {
      throw new ModelException(
          name + " is not ready to run: --shared-model takes a folder made by --export-model");
    }
    if (shared || spark.isLocal()) {
      place = new ModelBundle.ModelPlace(folder.toString(), false);
      return bundle;
    }
    Path zip = temporary.resolve(SENT + ".zip");
    try (OutputStream out = Files.newOutputStream(zip)) {
      bundle.zip(out);
    }
    spark.addArchive(zip.toUri() + "#" + SENT);
    place = new ModelBundle.ModelPlace(SENT, true);
    return bundle;
  }

  /** Where executors find what {@link #send} has sent. */
  ModelBundle.ModelPlace place() {
    return place;
  }

  private static boolean isSentAlong(String name, SparkContext spark) {
    return Stream.of("spark.archives", "spark.yarn.dist.archives")
        .flatMap(key -> Arrays.stream(spark.getConf().get(key, "").split(",", -1)))
        .anyMatch(archive -> archive.endsWith("#" + name));
  }

  /** Where it was made nobody may have looked at what it can do. */
  private static ModelBundle existing(Path folder, boolean trustModel) throws ModelException {
    ModelBundle bundle = ModelBundle.read(folder);
    if (!trustModel) {
      try {
        new GraphSafety().require(SavedModelFile.read(folder, bundle.graph().signature()));
      } catch (SavedModelException e) {
        throw new ModelException(folder + ": " + e.getMessage(), e);
      } catch (IOException e) {
        throw new ModelException("cannot read " + folder + ": " + e, e);
      }
    }
    return bundle;
  }

  private ModelBundle make(ModelSpec spec, boolean trustModel) throws ModelException, IOException {
    library.load();
    LoadableGraph graph = new PreparedModels(home, notes).graph(spec, trustModel);
    String sha256 = ContentHash.in(home).of(spec);
    Path folder = Files.createDirectory(temporary.resolve("model"));
    boolean fused = graph.prepared() && OneDnnKernels.fused();
    return ModelBundle.write(spec, graph, sha256, fused, folder);
  }

  /**
   * Loads the model once, so that one that does not load is known before a task begins. Where tasks
   * run in this process, it is theirs too.
   *
   * @return how many classes it has
   */
  int classes() throws ModelException {
    if (!place.sent()) {
      return ExecutorEngine.of(place).model().labels().size();
    }
    ModelBundle.BundleEngine engine = new ModelBundle.BundleEngine(library, bundle);
    engine.start();
    try (LoadedModel model =
        engine.load(bundle.spec(), LoadRequest.of(ModelOutput.PROBABILITIES))) {
      return model.labels().size();
    }
  }

  @Override
  public void close() throws IOException {
    PathUtils.deleteDirectory(temporary);
  }
}
