package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ServingFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Assembles a model directory from what DJL unpacked: the SavedModel, at the top or in one folder
 * of the archive, the synset beside it, and the zoo's metadata.
 */
final class ModelFolder {
  private static final String GRAPH = ModelDirectory.GRAPH;

  private final Path path;

  ModelFolder(Path path) {
    this.path = path;
  }

  /** Where the SavedModel is in what DJL unpacked. */
  static Optional<Path> savedModel(Path unpacked) throws IOException {
    if (Files.isRegularFile(unpacked.resolve(GRAPH))) {
      return Optional.of(unpacked);
    }
    if (!Files.isDirectory(unpacked)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(unpacked)) {
      List<Path> models =
          folders.filter(folder -> Files.isRegularFile(folder.resolve(GRAPH))).toList();
      return models.size() == 1 ? Optional.of(models.get(0)) : Optional.empty();
    }
  }

  /**
   * Writes the model here, with its properties and its source, and forces it to disk.
   *
   * @param unpacked DJL's folder of the artifact; left as it is
   */
  void fill(Path unpacked, Artifact artifact, ZooSource source) throws IOException {
    Path savedModel =
        savedModel(unpacked)
            .orElseThrow(() -> new IOException("the zoo's file holds no " + GRAPH + ", or two"));
    take(savedModel);
    Artifact.Item synset = artifact.getFiles().get("synset");
    if (synset != null && !Files.exists(path.resolve(synset.getName()))) {
      linkOrCopy(unpacked.resolve(synset.getName()), path.resolve(synset.getName()));
    }
    writeProperties(path, artifact.getArguments(), synset == null ? null : synset.getName());
    source.write(path);
    sync();
  }

  private void take(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = path.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          linkOrCopy(file, target);
        }
      }
    }
  }

  /**
   * Creates a hard link, which takes no space, or a copy if the file system does not support links.
   */
  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }

  /**
   * Writes {@code serving.properties} from the arguments in the zoo's metadata. DJL passes both to
   * the same translator, so keys and values are unchanged; missing keys stay missing, and mean
   * DJL's defaults in both places. Keys of the archive's own file are used where the zoo has none.
   */
  static void writeProperties(Path model, Map<String, Object> arguments, String synsetFileName)
      throws IOException {
    ServingFile file = ServingFile.in(model);
    Map<String, String> values = new TreeMap<>();
    if (file.exists()) {
      try {
        values.putAll(file.read());
      } catch (IOException e) {
        throw new IOException("the model's own serving.properties: " + e.getMessage(), e);
      }
      Files.delete(file.path()); // it may be a hard link to DJL's copy
    }
    arguments.forEach((key, value) -> values.put(key, text(key, value)));
    if (synsetFileName != null && !synsetFileName.equals("synset.txt")) {
      values.putIfAbsent("synsetFileName", synsetFileName);
    }
    Files.writeString(file.path(), ServingFile.text(values));
  }

  private static String text(String key, Object value) {
    // JSON has only one kind of number, which Gson reads as a double.
    if (value instanceof Double number && number == Math.rint(number)) {
      return Long.toString(number.longValue());
    }
    String text = String.valueOf(value);
    if (key.equals("normalize") && text.split(",", -1).length == 3) {
      return text + ",1,1,1"; // only means, as in old metadata
    }
    return text;
  }

  /** Otherwise a power failure after the move could leave a model of empty files. */
  private void sync() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.isWritable(file)) {
          force(file);
        }
      }
    }
  }

  /** Has a file reach the device, before a name says that it is whole. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
