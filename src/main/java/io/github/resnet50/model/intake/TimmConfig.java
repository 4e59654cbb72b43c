package io.github.resnet50.model.intake;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What lies beside a model that was published for PyTorch: timm's {@code config.json}, or that of
 * Hugging Face's transformers with its {@code preprocessor_config.json}.
 *
 * @param source the files it is from, for messages
 * @param architecture as timm names it, such as {@code resnet50d}; null where it is not said
 * @param classes 0 where it is not said
 * @param labels one a class, in order; empty where they are not said
 * @param properties the keys of {@code serving.properties} that say the same of the input: size,
 *     crop, interpolation and scaling, as far as it is said
 * @param tested the options for the input with which its publishers measured, where that is larger
 *     than the one in the properties; else null
 */
record TimmConfig(
    String source,
    String architecture,
    int classes,
    List<Label> labels,
    Map<String, String> properties,
    String tested) {
  private static final String CONFIG = "config.json";
  private static final String PREPROCESSOR = "preprocessor_config.json";
  private static final long MOST_BYTES = 16 << 20;

  /**
   * timm's tag of weights whose last training was on ImageNet's 1000 classes; it may end with the
   * size of the images.
   */
  private static final Pattern IMAGENET_1K = Pattern.compile("(.*_)?in1k(_\\d+)?");

  TimmConfig {
    labels = List.copyOf(labels);
    properties = Map.copyOf(properties);
  }

  /**
   * Reads what there is beside a model.
   *
   * @return empty where no file says anything of the kind, such as another program's {@code
   *     config.json}
   * @throws ModelException naming file and key that cannot be used
   */
  static Optional<TimmConfig> of(ModelFiles files) throws ModelException {
    Optional<Path> config = files.find(CONFIG);
    Optional<Path> preprocessor = files.find(PREPROCESSOR);
    JsonObject model = config.isPresent() ? read(config.get()) : new JsonObject();
    JsonObject input = preprocessor.isPresent() ? read(preprocessor.get()) : new JsonObject();
    Map<String, String> properties = new TreeMap<>();
    List<String> sources = new ArrayList<>();
    JsonFacts facts = new JsonFacts(CONFIG, model);
    // Older files of timm have what belongs to the weights beside what belongs to the model.
    JsonFacts weights = facts.object("pretrained_cfg").orElse(facts);
    properties.putAll(new TimmInput(weights).properties());
    String architecture = facts.text("architecture").orElse(null);
    int classes = facts.integer("num_classes").or(() -> weights.integer("num_classes")).orElse(0);
    List<Label> labels = labels(config.orElse(Path.of(CONFIG)), facts, weights);
    if (!properties.isEmpty() || !labels.isEmpty() || architecture != null) {
      sources.add(CONFIG);
    }
    Map<String, String> other =
        new TransformersInput(new JsonFacts(PREPROCESSOR, input)).properties();
    if (!other.isEmpty()) {
      sources.add(PREPROCESSOR);
      other.forEach(properties::putIfAbsent);
    }
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimmConfig(
                String.join(" and ", sources),
                architecture,
                classes > 0 ? classes : labels.size(),
                labels,
                properties,
                new TimmInput(weights).tested().orElse(null)));
  }

  private static JsonObject read(Path file) throws ModelException {
    String name = file.getFileName().toString();
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ModelException(name + " is too large for a model's settings: " + file);
      }
      JsonElement json = JsonParser.parseString(TextFile.read(file));
      if (!json.isJsonObject()) {
        throw new ModelException(name + " is no JSON object: " + file);
      }
      return json.getAsJsonObject();
    } catch (IOException | JsonParseException e) {
      throw new ModelException("cannot read " + file + ": " + TextFile.reason(e), e);
    }
  }

  /**
   * timm's {@code label_names} and their descriptions, the {@code id2label} of transformers, or
   * ImageNet's where timm's tag says so.
   */
  private static List<Label> labels(Path file, JsonFacts facts, JsonFacts weights)
      throws ModelException {
    JsonFacts named = facts.has("label_names") ? facts : weights;
    if (named.array("label_names").isPresent()) {
      Optional<JsonFacts> descriptions = named.object("label_descriptions");
      List<Label> labels = new ArrayList<>();
      for (String id : named.texts("label_names")) {
        String name = descriptions.flatMap(of -> of.text(id)).orElse(id);
        labels.add(name.equals(id) ? Label.parse(id) : new Label(id, name));
      }
      return labels;
    }
    Optional<JsonFacts> byId = facts.object("id2label");
    if (byId.isPresent()) {
      return ClassLabels.json(file, byId.get().json());
    }
    boolean isImageNets = weights.text("tag").filter(IMAGENET_1K.asMatchPredicate()).isPresent();
    int classes = weights.integer("num_classes").or(() -> facts.integer("num_classes")).orElse(0);
    return isImageNets && classes == ImageNet.CLASSES ? ImageNet.labels() : List.of();
  }
}
