package io.github.resnet50.model;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.preprocess.Preprocessing;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The description of a model, known without running it.
 *
 * @param name as the user named it
 * @param directory holds {@code saved_model.pb}
 * @param preprocessing how images become its input in this run
 * @param labels one a class in the order of the output; empty where the model came without names
 * @param applySoftmax whether its output is logits that still need a softmax
 * @param properties what {@code serving.properties} says, or would for this preprocessing, key by
 *     key
 * @param own the preprocessing that the model came with
 */
public record ModelSpec(
    String name,
    Path directory,
    Preprocessing preprocessing,
    List<Label> labels,
    boolean applySoftmax,
    Map<String, String> properties,
    Preprocessing own) {
  public ModelSpec {
    labels = List.copyOf(labels);
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** A model as it came. */
  public ModelSpec(
      String name,
      Path directory,
      Preprocessing preprocessing,
      List<Label> labels,
      boolean applySoftmax,
      Map<String, String> properties) {
    this(name, directory, preprocessing, labels, applySoftmax, properties, preprocessing);
  }

  /** The same with another preprocessing; see {@link InputChoice}. */
  ModelSpec with(Preprocessing wanted, Map<String, String> newProperties) {
    return new ModelSpec(name, directory, wanted, labels, applySoftmax, newProperties, own);
  }

  /** The same as it came. */
  public ModelSpec asItCame() {
    return new ModelSpec(name, directory, own, labels, applySoftmax, properties, own);
  }

  /** Whether images are of another size than the model came with. */
  public boolean isResized() {
    return preprocessing.width() != own.width() || preprocessing.height() != own.height();
  }

  /** Tells sizes apart where something is kept for a model: empty for the one it came with. */
  public String sizeKey() {
    return isResized() ? "-" + preprocessing.width() + "x" + preprocessing.height() : "";
  }

  /** Tells preprocessings apart where something is kept: empty for the one that it came with. */
  public String preprocessingKey() {
    return preprocessing.equals(own)
        ? ""
        : "-" + new Sha256().add(preprocessing.identity()).hex().substring(0, 16);
  }

  /** The file of the labels, existing or not. */
  public Path synset() {
    return directory.resolve(new ServingProperties(properties).synsetFileName());
  }

  /**
   * A label for each class of an output.
   *
   * @param scores how many an image it gives; a single one is that of the second of two classes
   * @throws ModelException where the model came with another number of names
   */
  public List<Label> labels(int scores) throws ModelException {
    int classes = Math.max(2, scores);
    if (labels.isEmpty()) {
      return IntStream.range(0, classes).mapToObj(Label::unnamed).toList();
    }
    if (labels.size() != classes) {
      throw new ModelException(
          "%s names %d classes, but the model tells %d apart"
              .formatted(synset(), labels.size(), classes));
    }
    return labels;
  }

  /** The signature to load, if the model's owner chose one. */
  public Optional<String> signature() {
    return Optional.ofNullable(properties.get(ServingProperties.SIGNATURE));
  }

  /** The signature's output with the scores, if the model's owner chose one. */
  public Optional<String> output() {
    return Optional.ofNullable(properties.get(ServingProperties.OUTPUT));
  }

  /** The file of ONNX that runs as it came; empty where the model is a SavedModel. */
  public Optional<Path> original() {
    return new ModelDirectory(directory).original();
  }

  /**
   * How the model was compressed, such as {@code int8}; it then runs as it is, without preparation.
   */
  public Optional<String> compression() {
    return Optional.ofNullable(properties.get(ServingProperties.COMPRESSED));
  }
}
