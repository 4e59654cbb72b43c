package io.github.resnet50.spark;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
  private static final String CARD = "runnable.json";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** What the folder says of itself. */
  private record Card(
      String name,
      String sha256,
      String signature,
      boolean prepared,
      LoadableGraph.ScoreKind scores,
      boolean firstAlone,
      boolean fused) {}

  static boolean isBundle(Path folder) {
    return Files.isRegularFile(folder.resolve(CARD)) && new ModelDirectory(folder).isModel();
  }

  /**
   * Makes a bundle.
   *
   * @param folder there already, and empty
   */
  static ModelBundle write(
      ModelSpec spec, LoadableGraph graph, String sha256, boolean fused, Path folder)
      throws IOException, ModelException {
    if (graph.directory().equals(spec.directory())) {
      PathUtils.copyDirectory(spec.directory(), folder);
    } else {
      Files.copy(
          graph.directory().resolve(SavedModelFile.FILE), folder.resolve(SavedModelFile.FILE));
      for (Path file : List.of(spec.directory().resolve("serving.properties"), spec.synset())) {
        if (Files.exists(file)) {
          Files.copy(file, folder.resolve(file.getFileName().toString()));
        }
      }
    }
    Card card =
        new Card(
            spec.name(),
            sha256,
            graph.signature(),
            graph.prepared(),
            graph.scores(),
            graph.firstAlone(),
            fused);
    Files.writeString(folder.resolve(CARD), GSON.toJson(card) + "\n");
    return read(folder);
  }

  /**
   * Reads what a bundle says; nothing is loaded.
   *
   * @throws ModelException where it is none
   */
  static ModelBundle read(Path folder) throws ModelException {
    try {
      Card card = GSON.fromJson(Files.readString(folder.resolve(CARD)), Card.class);
      if (card == null || card.name() == null || card.signature() == null) {
        throw new ModelException(folder.resolve(CARD) + " does not say how the model is to be run");
      }
      ModelSpec spec = new ModelDirectory(folder).read(card.name());
      LoadableGraph graph =
          new LoadableGraph(
              folder, card.signature(), card.prepared(), card.scores(), card.firstAlone());
      return new ModelBundle(spec, graph, card.sha256(), card.fused());
    } catch (IOException | JsonParseException e) {
      throw new ModelException("cannot read " + folder.resolve(CARD) + ": " + e.getMessage(), e);
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
}
