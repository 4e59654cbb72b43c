package io.github.resnet50.model.intake;

import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Locates the parts of a model in a folder that may contain other files.
 *
 * @param top the folder that the user named, or an archive's contents
 * @param model the one with {@code saved_model.pb}: {@code top} itself or below it
 * @param beside another folder with files that belong to it, where the model was made of a file
 *     there; null where it was not
 * @param said what that file itself says of its images and classes
 */
record ModelFiles(Path top, Path model, Path beside, OnnxMetadata said) {
  private static final String GRAPH = ModelDirectory.GRAPH;
  private static final String VARIABLES = "variables";
  private static final List<String> LEGAL =
      List.of("LICENSE", "LICENSE.txt", "LICENSE.md", "NOTICE");
  private static final int DEEPEST = 4;

  /** The files of a model that says nothing itself. */
  ModelFiles(Path top, Path model, Path beside) {
    this(top, model, beside, OnnxMetadata.NONE);
  }

  /**
   * Finds the only SavedModel in a folder.
   *
   * @param shown the folder's name for messages
   * @throws ModelException where there is none, or more than one
   */
  static ModelFiles in(Path top, Path shown) throws ModelException, IOException {
    if (Files.isRegularFile(top.resolve(GRAPH))) {
      return new ModelFiles(top, top, null);
    }
    List<Path> found;
    try (Stream<Path> walk = Files.walk(top, DEEPEST)) {
      found =
          walk.filter(file -> file.getFileName().toString().equals(GRAPH))
              .filter(Files::isRegularFile)
              .map(Path::getParent)
              .sorted()
              .toList();
    }
    if (found.size() == 1) {
      return new ModelFiles(top, found.get(0), null);
    }
    if (found.isEmpty()) {
      throw new ModelException(
          shown + " holds no TensorFlow SavedModel: no saved_model.pb" + hint(top));
    }
    throw new ModelException(
        shown
            + " holds several SavedModels; name one of them: "
            + String.join(", ", found.stream().map(p -> top.relativize(p).toString()).toList()));
  }

  private static String hint(Path top) throws IOException {
    try (Stream<Path> walk = Files.walk(top, DEEPEST)) {
      for (Path file : new TreeSet<>(walk.filter(Files::isRegularFile).toList())) {
        Optional<String> foreign = ForeignFormats.advice(file);
        if (foreign.isPresent()) {
          return "; but " + top.relativize(file) + ": " + foreign.get();
        }
      }
    }
    return "; a SavedModel is a folder with saved_model.pb and variables/, as Keras's"
        + " model.export(\"DIR\") writes";
  }

  /**
   * A file in the graph's folder or one of its parents up to the top, or beside what it was made
   * of.
   *
   * @return the nearest
   */
  Optional<Path> find(String name) {
    for (Path folder = model; folder.startsWith(top); folder = folder.getParent()) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
      if (folder.equals(top)) {
        break;
      }
    }
    Path other = beside == null ? model.resolve("assets").resolve(name) : beside.resolve(name);
    return Files.isRegularFile(other) ? Optional.of(other) : Optional.empty();
  }

  /**
   * Copies the graph, the weights and the licence; other files there do not belong to the model.
   */
  void copyTo(Path target) throws IOException {
    List<Path> files = new ArrayList<>(List.of(model.resolve(GRAPH)));
    if (Files.isDirectory(model.resolve(VARIABLES))) {
      try (Stream<Path> variables = Files.list(model.resolve(VARIABLES))) {
        variables
            .filter(file -> file.getFileName().toString().startsWith(VARIABLES + "."))
            .forEach(files::add);
      }
      Files.createDirectories(target.resolve(VARIABLES));
    }
    LEGAL.forEach(name -> find(name).ifPresent(files::add));
    for (Path file : files) {
      boolean weights = file.getParent().equals(model.resolve(VARIABLES));
      Path folder = weights ? target.resolve(VARIABLES) : target;
      copyContents(file, folder.resolve(file.getFileName()));
    }
  }

  /** Only the contents: copied permissions could make the store undeletable. */
  static void copyContents(Path from, Path to) throws IOException {
    try (var in = Files.newInputStream(from)) {
      Files.copy(in, to);
    }
  }
}
