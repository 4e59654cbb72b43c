package io.github.resnet50.model;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.graph.SavedModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with {@code saved_model.pb}, {@code serving.properties} and a synset file. */
public record ModelDirectory(Path path) {
  /** What may be named in place of a stored model, for help texts and messages. */
  public static final String IN_WORDS = "a SavedModel directory";

  /** The file of a SavedModel's graph. */
  public static final String GRAPH = SavedModelFile.FILE;

  /**
   * The folder with the file of ONNX that a model came as, and with what belongs to it: there where
   * no SavedModel could be made of it.
   */
  public static final String ORIGINAL = "onnx";

  /** The file of ONNX in that folder. */
  public static final String ORIGINAL_FILE = "model.onnx";

  /** The file of a compressed model's graph for ONNX Runtime. */
  private static final String ONNX = "model-int8.onnx";

  /** The graph of a compressed model for ONNX Runtime, where it has one. */
  public Path onnx() {
    return path.resolve(ONNX);
  }

  /** Whether the folder holds a model at all. */
  public boolean isModel() {
    return Files.isRegularFile(path.resolve(GRAPH)) || original().isPresent();
  }

  /** The file of ONNX that runs as it came; empty where the model is a SavedModel. */
  public Optional<Path> original() {
    Path file = path.resolve(ORIGINAL).resolve(ORIGINAL_FILE);
    return Files.isRegularFile(file) && !Files.isRegularFile(path.resolve(GRAPH))
        ? Optional.of(file)
        : Optional.empty();
  }

  /**
   * Reads everything but the graph and the weights.
   *
   * @param name the name the user gave
   * @throws ModelException naming the file, and the key in it, that is missing or not usable
   */
  public ModelSpec read(String name) throws ModelException {
    if (!isModel()) {
      throw new ModelException(
          path + " is no model: it has no " + GRAPH + " (a TensorFlow SavedModel directory)");
    }
    ServingFile file = ServingFile.in(path);
    Map<String, String> values = properties(file);
    try {
      ServingProperties serving = new ServingProperties(values);
      return new ModelSpec(
          name,
          path,
          serving.preprocessing(),
          labels(serving.synsetFileName()),
          serving.applySoftmax(),
          values);
    } catch (IllegalArgumentException e) {
      throw new ModelException(file.path() + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> properties(ServingFile file) throws ModelException {
    try {
      return file.read();
    } catch (NoSuchFileException e) {
      throw new ModelException(
          file.path()
              + " is missing: it says how images are prepared for this model, which a SavedModel"
              + " does not; an example for ImageNet weights: width=224, height=224,"
              + " resizeShort=256, centerCrop=true, normalize=true, one a line; or let it be found"
              + " out: resnet50 models import "
              + Text.quoted(file.path().getParent().toString())
              + " --name NAME",
          e);
    } catch (IOException e) {
      throw new ModelException("cannot read " + file.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether a file name given by a model can only refer to a file in the model's own folder. Models
   * come from untrusted sources, which could name any other file.
   */
  public static boolean isFileName(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
  }

  /** Empty if there is no such file: classes are then numbered. */
  private List<Label> labels(String synsetFileName) throws ModelException {
    if (!isFileName(synsetFileName)) {
      throw new IllegalArgumentException(
          "synsetFileName=" + synsetFileName + ": expected the name of a file beside it");
    }
    Path synset = path.resolve(synsetFileName);
    if (!Files.exists(synset)) {
      return Collections.emptyList();
    }
    if (!Files.isRegularFile(synset)) {
      throw new ModelException(
          synset + " is no file: it should name the classes"); // reading a pipe would block
    }
    try {
      return TextFile.read(synset)
          .lines()
          .filter(line -> !line.isBlank())
          .map(Label::parse)
          .toList();
    } catch (IOException e) {
      throw new ModelException("cannot read " + synset + ": " + e.getMessage(), e);
    }
  }

  /** The files of the graph and the weights, in a fixed order. */
  public List<Path> contents() throws IOException {
    if (original().isPresent()) {
      try (Stream<Path> all = Files.walk(path.resolve(ORIGINAL))) {
        return all.filter(Files::isRegularFile).sorted().toList();
      }
    }
    List<Path> files = new ArrayList<>(List.of(path.resolve(GRAPH)));
    if (Files.isRegularFile(onnx())) {
      files.add(onnx());
    }
    Path variables = path.resolve("variables");
    if (Files.isDirectory(variables)) {
      try (Stream<Path> list = Files.list(variables)) {
        list.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  /** The size of everything in the folder. */
  public long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  /**
   * SHA-256 over the graph and the weights (names and contents, in name order): together with
   * {@code serving.properties} this determines the predictions.
   */
  public String sha256() throws IOException {
    Sha256 digest = new Sha256();
    for (Path file : contents()) {
      digest.add(file.getFileName().toString()).add(file);
    }
    return digest.hex();
  }
}
