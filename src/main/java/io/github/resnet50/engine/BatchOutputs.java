package io.github.resnet50.engine;

import io.github.resnet50.basics.Numbers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The results of a batch.
 *
 * @param rows a row an image of each output but the feature map and attention, such as {@code
 *     [images][classes]}
 * @param featureMaps one an image; empty where they were not wanted
 * @param attention one an image; empty where it was not wanted
 */
public record BatchOutputs(
    Map<ModelOutput, float[][]> rows, List<FeatureMap> featureMaps, List<Attention> attention) {

  /** Without attention. */
  public BatchOutputs(Map<ModelOutput, float[][]> rows, List<FeatureMap> featureMaps) {
    this(rows, featureMaps, List.of());
  }

  /** The same with attention. */
  public BatchOutputs with(List<Attention> newAttention) {
    return new BatchOutputs(rows, featureMaps, newAttention);
  }

  /** Probabilities alone. */
  public static BatchOutputs probabilities(float[][] rows) {
    return new BatchOutputs(new EnumMap<>(Map.of(ModelOutput.PROBABILITIES, rows)), List.of());
  }

  /**
   * What a prepared graph gives.
   *
   * @param outputs that were asked for
   * @param values of each of them, all images one after the other
   * @param maps the feature maps among them, by their index
   */
  public static BatchOutputs of(
      int images, ModelOutput[] outputs, List<float[]> values, IntFunction<List<FeatureMap>> maps) {
    Map<ModelOutput, float[][]> rows = new EnumMap<>(ModelOutput.class);
    List<FeatureMap> featureMaps = List.of();
    for (int i = 0; i < outputs.length; i++) {
      float[] flat = values.get(i);
      int width = flat.length / images;
      switch (outputs[i]) {
        case PROBABILITIES -> rows.put(outputs[i], new Probabilities(false).rows(flat, width));
        case LOGITS -> rows.put(outputs[i], Probabilities.logitRows(flat, width));
        case FEATURES -> rows.put(outputs[i], Numbers.rows(flat, images));
        case FEATURE_MAP -> featureMaps = maps.apply(i);
        case GRADIENTS, ATTENTION ->
            throw new IllegalArgumentException(outputs[i] + " are no tensor of the graph");
      }
    }
    return new BatchOutputs(rows, featureMaps);
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
