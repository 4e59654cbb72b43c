package io.github.resnet50.explain;

import io.github.resnet50.run.RunConfig;
import java.util.List;

/**
 * What a run does, every choice made.
 *
 * @param run images, batches, threads; its top-k is how many classes {@code all-top-k} are
 * @param layer whose activations the methods that look inside go by; null for the last that has
 *     places
 * @param classes as {@link ClassChoice#parse} reads it
 * @param faithfulness whether maps are measured
 * @param sanity whether maps are compared with those of shuffled weights
 */
public record ExplainConfig(
    RunConfig run,
    List<Method> methods,
    Method.Settings settings,
    String layer,
    String classes,
    boolean faithfulness,
    boolean sanity) {
  public ExplainConfig {
    methods = List.copyOf(methods);
  }

  /**
   * The run's own part, with batches as large as they should be. Where each image is scored
   * hundreds of times, its own copies fill the batches, and a batch of several images would only
   * leave other threads without work.
   */
  RunConfig batches() {
    boolean copies = faithfulness || sanity || methods.stream().anyMatch(Method::isForAnyModel);
    return copies ? run.with(1, run.workers().predictors()) : run;
  }
}
