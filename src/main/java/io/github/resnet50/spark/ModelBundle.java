package io.github.resnet50.spark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.tensorflow.DjlModel;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowJpegCodec;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.SparkFiles;

/**
 * A model ready to run, in one folder that can be sent to other machines: the prepared graph, what
 * is written about the model, and how the graph is to be read. Nothing is prepared on an executor.
 *
 * @param spec the model
 * @param graph in the same folder
 * @param sha256 of the model that it was made of
 * @param fused whether the graph needs the kernels of oneDNN
 */
record ModelBundle(ModelSpec spec, LoadableGraph graph, String sha256, boolean fused) {
  private static final String MANIFEST = "runnable.json";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** What the folder says of itself. */
  private record Manifest(
      String name,
      String sha256,
      String signature,
      boolean prepared,
      LoadableGraph.ScoreKind scores,
      boolean firstAlone,
      boolean fused) {}

  static boolean isBundle(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST)) && new ModelDirectory(folder).isModel();
  }

  /**
   * Makes a bundle.
   *
   * @param folder there already, and empty
   */
  static ModelBundle write(
      ModelSpec spec, LoadableGraph graph, String sha256, boolean fused, Path folder)
      throws IOException, ModelException {
    boolean own = graph.directory().equals(spec.directory());
    if (own || !graph.prepared()) {
      PathUtils.copyDirectory(spec.directory(), folder);
    }
    if (!own) {
      Files.copy(
          graph.directory().resolve(SavedModelFile.FILE),
          folder.resolve(SavedModelFile.FILE),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!own && graph.prepared()) {
      for (Path file : List.of(spec.directory().resolve("serving.properties"), spec.synset())) {
        if (Files.exists(file)) {
          Files.copy(file, folder.resolve(file.getFileName().toString()));
        }
      }
    }
    Manifest manifest =
        new Manifest(
            spec.name(),
            sha256,
            graph.signature(),
            graph.prepared(),
            graph.scores(),
            graph.firstAlone(),
            fused);
    Files.writeString(folder.resolve(MANIFEST), GSON.toJson(manifest) + "\n");
    return read(folder);
  }

  /**
   * Reads what a bundle says; nothing is loaded.
   *
   * @throws ModelException where it is none
   */
  static ModelBundle read(Path folder) throws ModelException {
    try {
      Manifest manifest = GSON.fromJson(Files.readString(folder.resolve(MANIFEST)), Manifest.class);
      if (manifest == null || manifest.name() == null || manifest.signature() == null) {
        throw new ModelException(
            folder.resolve(MANIFEST) + " does not say how the model is to be run");
      }
      ModelSpec spec = new ModelDirectory(folder).read(manifest.name());
      LoadableGraph graph =
          new LoadableGraph(
              folder,
              manifest.signature(),
              manifest.prepared(),
              manifest.scores(),
              manifest.firstAlone());
      return new ModelBundle(spec, graph, manifest.sha256(), manifest.fused());
    } catch (IOException | JsonParseException e) {
      throw new ModelException(
          "cannot read " + folder.resolve(MANIFEST) + ": " + e.getMessage(), e);
    }
  }

  /** The folder as one file; its weights are not worth compressing. */
  void zip(OutputStream target) throws IOException {
    Path folder = graph.directory();
    try (ZipOutputStream zip = new ZipOutputStream(target);
        Stream<Path> files = Files.walk(folder)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  /**
   * Where an executor finds the bundle.
   *
   * @param path a folder: as it is, or within what Spark has sent along
   * @param sent whether it is the second
   */
  record ModelPlace(String path, boolean sent) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** On the machine where this is called. */
    Path folder() {
      return Path.of(sent ? SparkFiles.get(path) : path);
    }
  }

  /** TensorFlow with a model that is ready to run: it gives its probabilities. */
  static final class BundleEngine implements Engine {
    private final NativeLibrary library;
    private final ModelBundle bundle;
    private EngineInfo info;
    private double startSeconds;

    BundleEngine(NativeLibrary library, ModelBundle bundle) {
      this.library = library;
      this.bundle = bundle;
    }

    @Override
    public String name() {
      return NativeLibrary.ENGINE;
    }

    @Override
    public synchronized EngineInfo start() throws ModelException {
      if (info == null) {
        long start = System.nanoTime();
        ImageIO.scanForPlugins(); // with this thread's class loader, which knows what was submitted
        info = library.load();
        startSeconds = (System.nanoTime() - start) / 1e9;
      }
      return info;
    }

    /** What the first start took; 0 before it. */
    synchronized double startSeconds() {
      return startSeconds;
    }

    @Override
    public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
      if (bundle.fused() && !OneDnnKernels.fused()) {
        throw new ModelException(
            spec.name()
                + " was prepared where TensorFlow has oneDNN's kernels, and this executor's has"
                + " none: they need TF_ENABLE_ONEDNN_OPTS=1 in its environment"
                + " (spark.executorEnv.TF_ENABLE_ONEDNN_OPTS)");
      }
      return DjlModel.load(spec, bundle.graph());
    }

    @Override
    public ImageDecoder decoder(long maxPixels) {
      return new ImageDecoder(maxPixels, List.of(new TensorFlowJpegCodec()));
    }

    @Override
    public OptionalLong flopsPerImage(ModelSpec spec) {
      return OptionalLong.empty();
    }

    @Override
    public OptionalDouble sgemmGflops(int threads) {
      return OptionalDouble.empty();
    }
  }
}
