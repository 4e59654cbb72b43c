package io.github.resnet50.model.intake;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.ServingProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of a model's own {@code serving.properties}; the file may be absent, or have no keys
 * about images.
 *
 * @param values as in the file
 */
record GivenProperties(Map<String, String> values) {
  private static final List<String> SCALING = List.of("toTensor", "normalize", "range");
  private static final List<String> RESIZE =
      List.of(
          "resize",
          "resizeShort",
          "centerCrop",
          "pad",
          "centerFit",
          ServingProperties.CROP_PCT,
          ServingProperties.CROP_MODE);

  static GivenProperties of(ModelFiles files) throws ModelException {
    Optional<Path> file = files.find("serving.properties");
    try {
      return new GivenProperties(file.isPresent() ? new ServingFile(file.get()).read() : Map.of());
    } catch (IOException e) {
      throw new ModelException("cannot read " + file.get() + ": " + e.getMessage(), e);
    }
  }

  boolean saysScaling() {
    return SCALING.stream().anyMatch(values::containsKey);
  }

  boolean saysResize() {
    return RESIZE.stream().anyMatch(values::containsKey);
  }

  Map<String, String> withoutScaling() {
    Map<String, String> rest = new TreeMap<>(values);
    rest.keySet().removeAll(SCALING);
    rest.remove("channelOrder");
    return rest;
  }

  static void dropResize(Map<String, String> values) {
    values.keySet().removeAll(RESIZE);
  }

  /** A size in pixels, or null if it is not given. */
  Integer size(String key) throws ModelException {
    String value = values.get(key);
    if (value == null) {
      return null;
    }
    try {
      return (int) Double.parseDouble(value.strip());
    } catch (NumberFormatException e) {
      throw new ModelException("serving.properties: " + key + "=" + value + " is no number", e);
    }
  }
}
