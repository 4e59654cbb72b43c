package io.github.resnet50.model.intake;

import io.github.resnet50.image.preprocess.UsualScaling;
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
 * The content of a model's own {@code serving.properties}, or what its {@code config.json} says in
 * those keys; the files may be absent, or have no keys about images.
 *
 * @param source the file, for messages
 * @param values as in the file
 * @param usualScaling taken where neither this nor the model itself says one; null: none is
 */
record GivenProperties(String source, Map<String, String> values, UsualScaling usualScaling) {
  private static final String OWN = "serving.properties";
  private static final String CHANNEL_ORDER = "channelOrder";
  private static final String PYTORCH_SIDE = "224";

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
    return besideIt(files).completedBy(files.said());
  }

  private static GivenProperties besideIt(ModelFiles files) throws ModelException {
    Optional<Path> file = files.find(OWN);
    try {
      if (file.isPresent()) {
        return new GivenProperties(OWN, new ServingFile(file.get()).read(), null);
      }
    } catch (IOException e) {
      throw new ModelException("cannot read " + file.get() + ": " + e.getMessage(), e);
    }
    Optional<TimmConfig> config = TimmConfig.of(files);
    return config.isPresent()
        ? new GivenProperties(config.get().source(), config.get().properties(), null)
        : new GivenProperties(OWN, Map.of(), null);
  }

  /** The same, and what the model's own file says of what is not said here. */
  private GivenProperties completedBy(OnnxMetadata said) {
    Map<String, String> rest = new TreeMap<>(said.properties());
    if (saysScaling()) {
      rest.keySet().removeAll(SCALING);
      rest.remove(CHANNEL_ORDER);
    }
    if (saysResize()) {
      dropResize(rest);
    }
    rest.keySet().removeAll(values.keySet());
    Map<String, String> completed = new TreeMap<>(values);
    completed.putAll(rest);
    String both = values.isEmpty() ? OnnxMetadata.SOURCE : source + " and " + OnnxMetadata.SOURCE;
    return new GivenProperties(rest.isEmpty() ? source : both, completed, said.usualScaling());
  }

  /** The same, and what is usual for ResNets of PyTorch where nothing is said. */
  GivenProperties withPyTorchsUsual() {
    Map<String, String> completed = new TreeMap<>(values);
    completed.putIfAbsent("width", PYTORCH_SIDE);
    completed.putIfAbsent("height", PYTORCH_SIDE);
    return new GivenProperties(source, completed, UsualScaling.TORCH);
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
    rest.remove(CHANNEL_ORDER);
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
