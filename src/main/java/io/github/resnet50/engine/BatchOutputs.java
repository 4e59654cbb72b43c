package io.github.resnet50.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a batch.
 *
 * @param rows a row an image of each output but the feature map, such as {@code [images][classes]}
 * @param featureMaps one an image; empty where they were not wanted
 */
public record BatchOutputs(Map<ModelOutput, float[][]> rows, List<FeatureMap> featureMaps) {

  /** Probabilities alone. */
  public static BatchOutputs probabilities(float[][] rows) {
    return new BatchOutputs(new EnumMap<>(Map.of(ModelOutput.PROBABILITIES, rows)), List.of());
  }

  /**
   * One output's rows, in the order of the images.
   *
   * @throws IllegalStateException if it was not asked for
   */
  public float[][] of(ModelOutput output) {
    float[][] found = rows.get(output);
    if (found == null) {
      throw new IllegalStateException("no " + output + " were asked for");
    }
    return found;
  }
}
