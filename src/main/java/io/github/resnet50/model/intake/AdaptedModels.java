package io.github.resnet50.model.intake;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.Head;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Combines a trained head with its backbone and puts the result into the store: a SavedModel of
 * usual operations that any TensorFlow loads, with the outputs {@code probabilities}, {@code
 * logits}, {@code features} and {@code feature_map}. The engine must be up.
 */
public final class AdaptedModels {
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private final ModelStore store;
  private final PreparedModels prepared;

  public AdaptedModels(ModelStore store, PreparedModels prepared) {
    this.store = store;
    this.prepared = prepared;
  }

  /**
   * Fails early where {@link #add} would fail late.
   *
   * @throws ModelException where no head can be put on the model
   */
  public static void requireAdaptable(ModelSpec base) throws ModelException {
    if (base.compression().isPresent()) {
      throw new ModelException(
          "model "
              + base.name()
              + " is compressed: adapt the one that it was made of, and compress the result"
              + " (resnet50 models compress)");
    }
  }

  /**
   * Writes the model and adds it to the store.
   *
   * @param overwrite whether it may replace one of the same name
   * @return its card
   * @throws ModelException where head, classes and base do not fit, or the store cannot be written
   */
  public ModelCard add(AdaptRequest request, boolean overwrite) throws ModelException {
    requireAdaptable(request.base());
    if (!overwrite) {
      store.requireFree(request.name());
    }
    try (Staging staging = store.stage()) {
      Input input = write(request, staging.model());
      describe(request, staging.model());
      ModelCard card = card(request, input, staging.model());
      store.add(staging, card, overwrite);
      return card;
    } catch (SavedModelException | UnpreparableModelException | TensorFlowException e) {
      throw new ModelException(
          "no head can be put on " + request.base().name() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException(
          "cannot write model " + request.name() + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  /**
   * Of the graph that was written, which holds the weights: it is not kept while what is written is
   * prepared.
   */
  private record Input(List<Long> shape, String dtype) {}

  private Input write(AdaptRequest request, Path directory)
      throws ModelException, SavedModelException, UnpreparableModelException, IOException {
    HeadGraph graph =
        HeadGraph.read(request.base(), prepared.plainForm(request.base(), request.trustModel()));
    requireFit(request.head(), graph.features(), request.classes());
    graph.write(request.head(), directory);
    return new Input(graph.inputShape(), graph.dtype());
  }

  private static void requireFit(Head head, int features, List<String> classes)
      throws ModelException {
    int width = features;
    for (Head.Dense layer : head.layers()) {
      if (layer.weights().length != width) {
        throw new ModelException(
            "a layer of the head takes %d numbers, but gets %d"
                .formatted(layer.weights().length, width));
      }
      width = layer.bias().length;
    }
    if (width != classes.size() || width < 2) {
      throw new ModelException(
          "the head gives %d scores for %d classes".formatted(width, classes.size()));
    }
    for (String name : classes) {
      if (name.isBlank() || name.chars().anyMatch(c -> c < ' ')) {
        throw new ModelException("'" + name + "' cannot be the name of a class");
      }
    }
  }

  /** Writes the files that the model needs besides the graph. */
  private static void describe(AdaptRequest request, Path directory) throws IOException {
    Map<String, String> properties = new TreeMap<>(request.base().properties());
    properties.keySet().removeAll(List.of(ServingProperties.OUTPUT, ServingProperties.LABELS));
    properties.put(ServingProperties.SIGNATURE, PreparedModelWriter.CLASSIFY);
    properties.put(ServingProperties.APPLY_SOFTMAX, "false");
    ServingFile.in(directory).write(properties);
    Files.writeString(
        directory.resolve(ServingProperties.LABEL_FILE),
        String.join("\n", request.classes()) + "\n");
  }

  private ModelCard card(AdaptRequest request, Input input, Path directory)
      throws ModelException, SavedModelException, IOException {
    ModelSpec base = request.base();
    ModelSpec spec = new ModelDirectory(directory).read(request.name().text());
    boolean channelsFirst = ImageShape.of(spec, input.shape).channelsFirst();
    return ModelCard.builder(request.name(), "adapted of " + base.name())
        .contents(
            new ModelDirectory(directory).sha256(),
            Files.size(directory.resolve(SavedModelFile.FILE)))
        .input(ModelCard.ImageInput.of(spec.preprocessing(), channelsFirst, input.dtype))
        .classes(request.classes().size(), "its training")
        .preprocessingOf(store.card(base.name()))
        .preparation(prepared.prepare(spec, request.trustModel()))
        .adaptation(facts(request))
        .build();
  }

  private static JsonElement facts(AdaptRequest request) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, Object> base = new LinkedHashMap<>();
    base.put("name", request.base().name());
    base.put("sha256", new ModelDirectory(request.base().directory()).sha256());
    facts.put("base", base);
    facts.putAll(request.facts());
    return GSON.toJsonTree(facts);
  }

  /**
   * A request to store a trained head as a model.
   *
   * @param base whose features the head was trained on
   * @param head its first layer takes all of the base's features, its last has one output a class
   * @param classes the names of the classes, a line of {@code synset.txt} each: {@code n02123045
   *     tabby} or a bare name
   * @param name in the store
   * @param facts for the card, in this order: numbers, texts, and maps and lists of them; {@code
   *     accuracy} (0..1), where it is there, is shown in {@code models list}
   * @param trustModel whether the base's operations outside the allow-list may run
   */
  public record AdaptRequest(
      ModelSpec base,
      Head head,
      List<String> classes,
      ModelName name,
      Map<String, Object> facts,
      boolean trustModel) {
    public AdaptRequest {
      classes = List.copyOf(classes);
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }
}
