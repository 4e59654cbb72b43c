package io.github.resnet50.model;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a model without running it.
 *
 * @param name as the user named it
 * @param directory holds {@code saved_model.pb}
 * @param preprocessing how images become its input
 * @param labels one a class in the order of the output; empty where the model came without names
 * @param applySoftmax whether its output is logits that still need a softmax
 * @param properties what {@code serving.properties} says, key by key
 */
public record ModelSpec(
    String name,
    Path directory,
    Preprocessing preprocessing,
    List<Label> labels,
    boolean applySoftmax,
    Map<String, String> properties) {
  public ModelSpec {
    labels = List.copyOf(labels);
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** Where the labels are, or would be. */
  public Path synset() {
    return directory.resolve(new ServingProperties(properties).synsetFileName());
  }
}
