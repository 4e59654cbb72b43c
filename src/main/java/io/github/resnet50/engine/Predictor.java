package io.github.resnet50.engine;

import java.util.List;

/** Runs batches, one at a time; confined to one thread. */
public interface Predictor extends AutoCloseable {
  /**
   * Runs a batch.
   *
   * @param images model-sized pixels, each {@code height × width × 3} bytes, red first, 0..255;
   *     neither changed nor kept
   * @param outputs the outputs to compute; {@link ModelOutput#GRADIENTS} is not among them
   * @return at least those outputs, in the order of the images
   * @throws InferenceException where the engine fails; the predictor stays usable
   * @throws IllegalStateException where the model lacks an output ({@link LoadedModel#lacks})
   */
  BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException;

  /**
   * Gradients of logits with respect to feature maps.
   *
   * @param maps as {@link #run} gave them; a map may occur more than once
   * @param classes the class whose logit is differentiated, one for each map
   * @return one map of gradients for each
   * @throws InferenceException where the engine fails; the predictor stays usable
   * @throws IllegalStateException where the model lacks {@link ModelOutput#GRADIENTS}
   */
  List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) throws InferenceException;

  @Override
  void close();
}
