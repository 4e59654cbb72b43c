package io.github.resnet50.run;

import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.Output;

/**
 * What those runs do beside classifying that measure a model.
 *
 * @param scores what records keep
 * @param pixels what happens to images before the model sees them
 * @param temperature what logits are divided by before the softmax; null: not at all
 */
public record Extras(KeptScores scores, PixelFilter pixels, Double temperature) {
  /** Nothing. */
  public static final Extras NONE = new Extras(KeptScores.NONE, PixelFilter.NONE, null);

  public static Extras keeping(KeptScores scores) {
    return new Extras(scores, PixelFilter.NONE, null);
  }

  /** The same with temperature scaling; null: without. */
  public Extras withTemperature(Double newTemperature) {
    return new Extras(scores, pixels, newTemperature);
  }

  /** How a model is loaded that gives these scores. */
  public LoadRequest request() {
    return scores == KeptScores.WITH_LOGITS
        ? LoadRequest.of(Output.PROBABILITIES, Output.LOGITS)
        : LoadRequest.of(Output.PROBABILITIES);
  }
}
