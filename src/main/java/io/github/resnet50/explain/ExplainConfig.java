package io.github.resnet50.explain;

import io.github.resnet50.run.RunConfig;
import java.util.List;

/**
 * The complete configuration of an explanation run.
 *
 * @param run images, batches, threads; its top-k is how many classes {@code all-top-k} are
 * @param layer whose activations the methods on the feature map use; null for the last one with
 *     spatial positions
 * @param classes which are explained
 * @param faithfulness whether maps are measured
 * @param sanity whether maps are compared with those of shuffled weights
 */
public record ExplainConfig(
    RunConfig run,
    List<Method> methods,
    Method.MaskSettings settings,
    String layer,
    AskedClass classes,
    boolean faithfulness,
    boolean sanity) {
  public ExplainConfig {
    methods = List.copyOf(methods);
  }

  /**
   * The configuration of the underlying run, with suitable batch sizes. If each image is scored
   * hundreds of times, its own copies fill the batches, and a batch of several images would only
   * leave other threads without work; and the attention of all layers takes some 60 MB an image
   * (ViT-L/16 at 224 pixels).
   */
  RunConfig batches() {
    boolean alone = faithfulness || sanity || !methods.stream().allMatch(Method::isOfLayer);
    return alone ? run.with(1, run.workers().predictors()) : run;
  }
}
