package io.github.resnet50.model.intake;

import io.github.resnet50.image.preprocess.CropMode;
import io.github.resnet50.image.preprocess.Interpolation;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ServingProperties;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The image input that timm's {@code pretrained_cfg} describes, in our keys. */
record TimmInput(JsonFacts facts) {
  /** The keys of {@code serving.properties}; none where it describes no input. */
  Map<String, String> properties() throws ModelException {
    Map<String, String> properties = new TreeMap<>();
    size(properties);
    crop(properties);
    Optional<List<Float>> mean = facts.numbers("mean");
    Optional<List<Float>> std = facts.numbers("std");
    if (mean.isPresent() && std.isPresent()) {
      properties.putAll(
          scaling(1 / 255f, channels("mean", mean.get()), channels("std", std.get())));
    }
    return properties;
  }

  /**
   * timm tests many networks with larger images than it trained them with. Empty where this is none
   * of them.
   */
  Optional<String> tested() throws ModelException {
    Optional<List<Float>> size = facts.numbers("test_input_size");
    if (size.isEmpty() || size.equals(facts.numbers("input_size")) || size.get().size() != 3) {
      return Optional.empty();
    }
    int height = size.get().get(1).intValue();
    int width = size.get().get(2).intValue();
    double share =
        facts.number("test_crop_pct").or(() -> facts.number("crop_pct")).orElse(CropMode.USUAL_PCT);
    int resized = (int) Math.floor(Math.min(height, width) / share);
    return Optional.of("--width %d --height %d --resize %d".formatted(width, height, resized));
  }

  /** {@code [channels, height, width]}. */
  private void size(Map<String, String> properties) throws ModelException {
    Optional<List<Float>> size = facts.numbers("input_size");
    if (size.isPresent()) {
      if (size.get().size() != 3) {
        throw facts.unusable("input_size", "channels, height and width");
      }
      properties.put("height", pixels(size.get().get(1)));
      properties.put("width", pixels(size.get().get(2)));
    }
  }

  private String pixels(float side) throws ModelException {
    if (side < 1 || side != Math.rint(side)) {
      throw facts.unusable("input_size", "whole pixels");
    }
    return Integer.toString((int) side);
  }

  private void crop(Map<String, String> properties) throws ModelException {
    Optional<Double> share = facts.number("crop_pct");
    if (share.isPresent()) {
      properties.put(ServingProperties.CROP_PCT, Double.toString(share.get()));
      properties.put(ServingProperties.CROP_MODE, facts.text("crop_mode").orElse("center"));
    }
    Optional<String> interpolation = facts.text("interpolation");
    if (interpolation.isPresent()) {
      properties.put(
          ServingProperties.INTERPOLATION,
          interpolation(facts, "interpolation", interpolation.get()));
    }
  }

  /**
   * A filter that images are resized with.
   *
   * @throws ModelException where it is another than those that are offered
   */
  static String interpolation(JsonFacts facts, String key, String name) throws ModelException {
    for (Interpolation known : Interpolation.values()) {
      if (known.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return known.toString();
      }
    }
    throw facts.unusable(key, "one of " + List.of(Interpolation.values()));
  }

  private List<Float> channels(String key, List<Float> numbers) throws ModelException {
    return channels(facts, key, numbers);
  }

  /** One number a channel; a single one stands for all. */
  static List<Float> channels(JsonFacts facts, String key, List<Float> numbers)
      throws ModelException {
    if (numbers.size() != 1 && numbers.size() != 3) {
      throw facts.unusable(key, "a number a channel");
    }
    return numbers.size() == 1 ? Collections.nCopies(3, numbers.get(0)) : numbers;
  }

  /** The keys of a scaling, in the usual form where it is a usual one. */
  static Map<String, String> scaling(float scale, List<Float> mean, List<Float> std) {
    Scaling scaling = new Scaling(scale, mean, std);
    Optional<UsualScaling> usual = UsualScaling.of(scaling, ChannelOrder.RGB);
    if (usual.isPresent() && usual.get().scaling(ChannelOrder.RGB).equals(scaling)) {
      return usual.get().properties(ChannelOrder.RGB);
    }
    return scaling.properties();
  }
}
