package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model in the making, from what DJL unpacked: the SavedModel, at the top or in one folder of the
 * archive, the synset beside it, and what the zoo says about both.
 */
final class ModelFolder {
  private static final String GRAPH = "saved_model.pb";

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
   * Puts the model here, with its properties and its source, to the disk and not just to memory.
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
    new ZooArguments(artifact.getArguments()).write(path, synset == null ? null : synset.getName());
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

  /** A second name costs nothing; where the file system has no such thing, a copy. */
  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }

  /** A power failure after the move must not leave a model of empty files. */
  private void sync() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.isWritable(file)) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }
      }
    }
  }
}
