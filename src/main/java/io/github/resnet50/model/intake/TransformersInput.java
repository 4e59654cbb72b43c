package io.github.resnet50.model.intake;

import io.github.resnet50.image.preprocess.CropMode;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ServingProperties;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The image input that a {@code preprocessor_config.json} of Hugging Face's transformers describes,
 * in our keys.
 */
record TransformersInput(JsonFacts facts) {
  /** Pillow's numbers for its filters. */
  private static final List<String> FILTERS = List.of("nearest", "lanczos", "bilinear", "bicubic");

  /** Images of at least this short a side are squashed by ConvNeXt's processor, not cropped. */
  private static final int SQUASHED_FROM = 384;

  /** The keys of {@code serving.properties}; none where it describes no input. */
  Map<String, String> properties() throws ModelException {
    Map<String, String> properties = new TreeMap<>();
    if (facts.flag("do_resize").orElse(true)) {
      geometry(properties);
      Optional<Integer> filter = facts.integer("resample");
      if (filter.isPresent() && !properties.isEmpty()) {
        if (filter.get() < 0 || filter.get() >= FILTERS.size()) {
          throw facts.unusable("resample", "a filter of Pillow, 0 to 3");
        }
        String name = FILTERS.get(filter.get());
        properties.put(
            ServingProperties.INTERPOLATION, TimmInput.interpolation(facts, "resample", name));
      }
    }
    scaling(properties);
    return properties;
  }

  private void geometry(Map<String, String> properties) throws ModelException {
    Optional<JsonFacts> size = facts.object("size");
    Optional<Integer> shortest =
        size.isPresent() ? size.get().integer("shortest_edge") : facts.integer("size");
    Optional<JsonFacts> crop = facts.object("crop_size");
    if (facts.flag("do_center_crop").orElse(false)
        && (crop.isPresent() || facts.integer("crop_size").isPresent())) {
      int height =
          crop.flatMap(c -> c.integer("height")).or(() -> facts.integer("crop_size")).orElse(0);
      int width =
          crop.flatMap(c -> c.integer("width")).or(() -> facts.integer("crop_size")).orElse(0);
      int side =
          shortest.or(() -> size.flatMap(s -> s.integer("height"))).orElse(Math.min(height, width));
      size(properties, "crop_size", width, height);
      crop(
          properties,
          CropMode.CENTER,
          CropMode.pct(Math.min(width, height), Math.max(side, Math.min(width, height))));
    } else if (shortest.isPresent()) {
      int side = shortest.get();
      size(properties, "size", side, side);
      if (isConvNext() && side < SQUASHED_FROM) {
        crop(properties, CropMode.CENTER, facts.number("crop_pct").orElse(CropMode.USUAL_PCT));
      } else {
        crop(properties, CropMode.SQUASH, 1);
      }
    } else if (size.isPresent() && size.get().has("height")) {
      size(
          properties,
          "size",
          size.get().integer("width").orElse(0),
          size.get().integer("height").orElse(0));
      crop(properties, CropMode.SQUASH, 1);
    }
  }

  /** The only kind of processor that crops without {@code do_center_crop}. */
  private boolean isConvNext() {
    String kind =
        facts
            .text("image_processor_type")
            .or(() -> facts.text("feature_extractor_type"))
            .orElse("");
    return facts.has("crop_pct") || kind.startsWith("ConvNext");
  }

  private void size(Map<String, String> properties, String key, int width, int height)
      throws ModelException {
    if (width < 1 || height < 1) {
      throw facts.unusable(key, "pixels");
    }
    properties.put("width", Integer.toString(width));
    properties.put("height", Integer.toString(height));
  }

  private static void crop(Map<String, String> properties, CropMode mode, double share) {
    properties.put(ServingProperties.CROP_MODE, mode.toString());
    properties.put(ServingProperties.CROP_PCT, Double.toString(share));
  }

  private void scaling(Map<String, String> properties) throws ModelException {
    Optional<List<Float>> mean = facts.numbers("image_mean");
    Optional<List<Float>> std = facts.numbers("image_std");
    boolean normalised =
        facts.flag("do_normalize").orElse(true) && mean.isPresent() && std.isPresent();
    if (!normalised && !facts.has("do_rescale") && !facts.has("do_normalize")) {
      return;
    }
    float scale =
        facts.flag("do_rescale").orElse(true)
            ? facts.number("rescale_factor").orElse(1 / 255.0).floatValue()
            : 1;
    if (scale != 1 && Math.abs(scale * 255 - 1) > 1e-3) {
      throw facts.unusable("rescale_factor", "1/255");
    }
    float exact = scale == 1 ? 1 : 1 / 255f;
    properties.putAll(
        normalised
            ? TimmInput.scaling(
                exact,
                TimmInput.channels(facts, "image_mean", mean.get()),
                TimmInput.channels(facts, "image_std", std.get()))
            : TimmInput.scaling(exact, Collections.nCopies(3, 0f), Collections.nCopies(3, 1f)));
  }
}
