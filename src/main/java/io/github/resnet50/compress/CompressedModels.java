package io.github.resnet50.compress;

import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelCard.Choice;
import io.github.resnet50.model.store.ModelCard.Origin;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.Preparation;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts compressed models into the store, each with its label on its card. */
public final class CompressedModels {
  private final ModelStore store;
  private final ModelCompressor compressor;

  public CompressedModels(ModelStore store, ModelCompressor compressor) {
    this.store = store;
    this.compressor = compressor;
  }

  /** What the compressed form of a model is called. */
  public static ModelName name(ModelName original, Recipe recipe) {
    return ModelName.ofForm(original, recipe.form());
  }

  /**
   * Compresses a model and stores the result.
   *
   * @param preparation how the original's preparation went
   * @param name of the compressed form
   * @param overwrite whether it may replace one of the same name
   * @return its card
   */
  public ModelCard add(
      CompressRequest request, Preparation preparation, ModelName name, boolean overwrite)
      throws ModelException, NoUsableImageException, InterruptedException {
    if (!overwrite) {
      store.requireFree(name);
    }
    try (Staging staging = store.stage()) {
      ModelCompressor.Compressed made = compressor.compress(request, staging.model());
      ModelSpec spec = request.original();
      describe(spec, request.recipe(), staging.model());
      ModelCard card = card(request, preparation, name, made, staging.model());
      store.add(staging, card, overwrite);
      return card;
    } catch (IOException e) {
      throw new ModelException("cannot compress " + request.original().name() + ": " + e, e);
    }
  }

  /** What DJL and we need besides the graph. */
  private static void describe(ModelSpec spec, Recipe recipe, Path directory) throws IOException {
    Map<String, String> properties = new TreeMap<>(spec.properties());
    properties.keySet().removeAll(List.of("output", "applySoftmax", "synsetFileName"));
    properties.put("option.SignatureDefKey", PreparedModelWriter.CLASSIFY);
    properties.put(PreparedModels.COMPRESSED, recipe.form());
    ServingFile.in(directory).write(properties);
    if (!spec.labels().isEmpty()) {
      Files.copy(spec.synset(), directory.resolve("synset.txt"));
    }
  }

  private ModelCard card(
      CompressRequest request,
      Preparation preparation,
      ModelName name,
      ModelCompressor.Compressed made,
      Path directory)
      throws ModelException, IOException {
    ModelSpec spec = request.original();
    Optional<ModelCard> original =
        store.contains(spec.name()) ? store.card(spec.name()) : Optional.empty();
    Choice given = new Choice("as its serving.properties says", Origin.GIVEN, null);
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    List<Long> scores = preparation.outputs().get("probabilities");
    return new ModelCard(
        name.text(),
        "compressed of " + spec.name(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        new ModelDirectory(directory).sha256(),
        bytes,
        made.input(),
        Math.max(2, Math.toIntExact(scores.get(scores.size() - 1))),
        spec.labels().isEmpty() ? null : original.map(ModelCard::labels).orElse("synset.txt"),
        original.map(ModelCard::scaling).orElse(given),
        original.map(ModelCard::resize).orElse(given),
        ModelCard.Prepared.of(preparation),
        null,
        made.label());
  }
}
