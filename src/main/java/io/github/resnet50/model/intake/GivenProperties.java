package io.github.resnet50.model.intake;

import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a model's own {@code serving.properties} says; the file may be absent, or say nothing of
 * images.
 *
 * @param values as they stand there
 */
record GivenProperties(Map<String, String> values) {
  private static final List<String> SCALING = List.of("toTensor", "normalize", "range");
  private static final List<String> RESIZE =
      List.of("resize", "resizeShort", "centerCrop", "pad", "centerFit");

  static GivenProperties of(ModelFiles files) throws ModelException {
    Map<String, String> values = new TreeMap<>();
    Optional<Path> file = files.find("serving.properties");
    if (file.isPresent()) {
      Properties properties = new Properties();
      try (var reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new ModelException("cannot read " + file.get() + ": " + e.getMessage(), e);
      }
      properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    }
    return new GivenProperties(values);
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

  /** A size in pixels, or null where it is not there. */
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
