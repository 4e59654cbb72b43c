package io.github.resnet50.model.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a file of ONNX says of its images and classes in its {@code metadata_props}: in the keys of
 * ultralytics, in those that timm has in its {@code config.json}, and in ONNX's own for images.
 *
 * @param labels one a class, in order; empty where it names none
 * @param properties the keys of {@code serving.properties} that say the same of the input, as far
 *     as it is said
 * @param usualScaling what its publisher trains with, where the file does not say that; else null
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md">ONNX's keys</a>
 */
record OnnxMetadata(List<Label> labels, Map<String, String> properties, UsualScaling usualScaling) {
  /** The name of all this, for messages. */
  static final String SOURCE = "the file's metadata";

  /** A file that says nothing. */
  static final OnnxMetadata NONE = new OnnxMetadata(List.of(), Map.of(), null);

  private static final List<String> LABELS =
      List.of("names", "class_names", "classes", "labels", "label_names", "id2label");
  private static final List<String> SIZE = List.of("imgsz", "input_size", "image_size", "img_size");
  private static final List<String> MEAN = List.of("mean", "image_mean", "norm_mean", "pixel_mean");
  private static final List<String> STD = List.of("std", "image_std", "norm_std", "pixel_std");
  private static final Set<String> TASKS =
      Set.of("classify", "classification", "image-classification", "image_classification");

  OnnxMetadata {
    labels = List.copyOf(labels);
    properties = Map.copyOf(properties);
  }

  /**
   * Reads it.
   *
   * @param metadata of the file, by key
   * @param notes hears of what is not understood, a line each
   * @throws OnnxException where the file says that it is no classifier
   */
  static OnnxMetadata of(Map<String, String> metadata, Consumer<String> notes)
      throws OnnxException {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(metadata);
    String task = values.getOrDefault("task", "").strip().toLowerCase(Locale.ROOT);
    if (!task.isEmpty() && !TASKS.contains(task)) {
      throw new OnnxException(
          "its metadata says that its task is '%s'; a classifier of images is needed"
              .formatted(Text.shortened(task)));
    }
    Reading reading = new Reading(values, notes);
    boolean isUltralytics =
        values.getOrDefault("author", "").equals("Ultralytics") && !task.isEmpty();
    Map<String, String> properties = reading.properties(isUltralytics);
    return new OnnxMetadata(reading.labels(), properties, isUltralytics ? UsualScaling.UNIT : null);
  }

  /** The same but for the size of images, of which the graph itself says something. */
  OnnxMetadata withoutSize() {
    Map<String, String> rest = new TreeMap<>(properties);
    rest.remove("width");
    rest.remove("height");
    return new OnnxMetadata(labels, rest, usualScaling);
  }

  /** One file's metadata. */
  private record Reading(Map<String, String> values, Consumer<String> notes) {

    private Optional<String> first(List<String> keys) {
      return keys.stream()
          .map(values::get)
          .filter(value -> value != null && !value.isBlank())
          .map(String::strip)
          .findFirst();
    }

    /** JSON, or what Python prints of a list or dictionary; lines; or names with commas between. */
    List<Label> labels() {
      String text = first(LABELS).orElse("");
      if (text.startsWith("{") || text.startsWith("[")) {
        try {
          return ClassLabels.json(Path.of("metadata"), JsonParser.parseString(text));
        } catch (ModelException | JsonParseException | IllegalStateException e) {
          notes.accept(
              "the labels in the file's metadata are not understood: "
                  + Text.shortened(Text.firstLine(e)));
          return List.of();
        }
      }
      String between = text.contains("\n") ? "\n" : ",";
      List<String> names =
          Arrays.stream(text.split(between, -1)).filter(name -> !name.isBlank()).toList();
      // A single word may be anything, such as how many classes there are.
      return names.size() < 2 ? List.of() : names.stream().map(Label::parse).toList();
    }

    /**
     * @param isUltralytics whose classifiers see the largest square in the middle
     */
    Map<String, String> properties(boolean isUltralytics) {
      JsonObject timm = new JsonObject();
      first(SIZE).map(this::numbers).map(Reading::size).ifPresent(s -> timm.add("input_size", s));
      addScaling(timm);
      List<Double> share = numbers(values.getOrDefault("crop_pct", ""));
      if (share.size() == 1 || isUltralytics) {
        timm.addProperty("crop_pct", share.size() == 1 ? share.get(0) : 1.0);
      }
      for (String key : List.of("crop_mode", "interpolation")) {
        first(List.of(key)).ifPresent(value -> timm.addProperty(key, value));
      }
      Map<String, String> properties = new TreeMap<>();
      try {
        properties.putAll(new TimmInput(new JsonFacts(SOURCE, timm)).properties());
      } catch (ModelException e) {
        notes.accept("not taken as it is said: " + e.getMessage());
      }
      properties.putAll(range());
      return properties;
    }

    /** ONNX's own keys; their values are of any case, too. */
    private Map<String, String> range() {
      String format = values.getOrDefault("Image.BitmapPixelFormat", "").toLowerCase(Locale.ROOT);
      ChannelOrder order =
          format.startsWith("gray")
              ? ChannelOrder.GRAY
              : format.startsWith("bgr") ? ChannelOrder.BGR : ChannelOrder.RGB;
      String range = values.getOrDefault("Image.NominalPixelRange", "").toLowerCase(Locale.ROOT);
      return switch (range) {
        case "nominalrange_0_255" -> UsualScaling.RAW.properties(order);
        case "normalized_0_1" -> UsualScaling.UNIT.properties(order);
        case "normalized_1_1" -> UsualScaling.TF.properties(order);
        default -> Map.of();
      };
    }

    /** Of levels from 0 to 1, as timm has them, or to 255, as older code does. */
    private void addScaling(JsonObject timm) {
      List<Double> mean = numbers(first(MEAN).orElse(""));
      List<Double> std = numbers(first(STD).orElse(""));
      if (mean.isEmpty() || std.isEmpty()) {
        return;
      }
      boolean ofLevels =
          mean.stream().anyMatch(level -> Math.abs(level) > 1)
              || std.stream().anyMatch(level -> level > 1);
      timm.add("mean", array(mean, ofLevels ? 255 : 1));
      timm.add("std", array(std, ofLevels ? 255 : 1));
    }

    private static JsonArray array(List<Double> numbers, double divisor) {
      JsonArray array = new JsonArray();
      numbers.forEach(number -> array.add(number / divisor));
      return array;
    }

    /** Channels, height and width, of which the last may be for both. Null: of some other kind. */
    private static JsonArray size(List<Double> numbers) {
      return switch (numbers.size()) {
        case 1 -> array(List.of(3.0, numbers.get(0), numbers.get(0)), 1);
        case 2 -> array(List.of(3.0, numbers.get(0), numbers.get(1)), 1);
        case 3 -> array(numbers, 1);
        case 4 -> array(numbers.subList(1, 4), 1);
        default -> null;
      };
    }

    /** Such as {@code [224, 224]}, {@code (0.5, 0.5, 0.5)} or {@code 224}; else none. */
    private List<Double> numbers(String text) {
      String[] parts = text.replaceAll("[\\[\\]()]", " ").strip().split("[,\\s]+", -1);
      try {
        return Arrays.stream(parts).map(Double::parseDouble).filter(Double::isFinite).toList();
      } catch (NumberFormatException e) {
        return List.of();
      }
    }
  }
}
