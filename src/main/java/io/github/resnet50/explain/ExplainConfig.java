package io.github.resnet50.explain;

import io.github.resnet50.run.ClassifyConfig;
import java.util.List;

/**
 * What a run does, every choice made.
 *
 * @param run images, batches, threads; its top-k is how many classes {@code all-top-k} are
 * @param classes as {@link ClassChoice#parse} reads it
 * @param faithfulness whether maps are measured
 * @param sanity whether maps are compared with those of shuffled weights
 */
public record ExplainConfig(
    ClassifyConfig run,
    List<Method> methods,
    MethodSettings settings,
    String classes,
    boolean faithfulness,
    boolean sanity) {
  public ExplainConfig {
    methods = List.copyOf(methods);
  }
}
