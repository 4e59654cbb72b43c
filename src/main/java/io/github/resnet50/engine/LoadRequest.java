package io.github.resnet50.engine;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a model is to be loaded.
 *
 * @param outputs the outputs that predictors will be asked for
 * @param layer whose activations are its feature map; empty for the last that has places
 * @param shuffleSeed loads it with its weights in random order, which makes it equal to an
 *     untrained model
 */
public record LoadRequest(
    Set<ModelOutput> outputs, Optional<String> layer, OptionalLong shuffleSeed) {
  public LoadRequest {
    outputs = Set.copyOf(outputs);
  }

  /** For these outputs. */
  public static LoadRequest of(ModelOutput... outputs) {
    return new LoadRequest(Set.of(outputs), Optional.empty(), OptionalLong.empty());
  }

  /** The same with another layer's activations as the feature map. */
  public LoadRequest at(Optional<String> newLayer) {
    return new LoadRequest(outputs, newLayer, shuffleSeed);
  }

  /** The same with shuffled weights. */
  public LoadRequest shuffled(long seed) {
    return new LoadRequest(outputs, layer, OptionalLong.of(seed));
  }

  public boolean wants(ModelOutput output) {
    return outputs.contains(output);
  }
}
