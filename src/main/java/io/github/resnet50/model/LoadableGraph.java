package io.github.resnet50.model;

import java.nio.file.Path;

/**
 * Which graph stands for a model when it runs.
 *
 * @param directory a SavedModel
 * @param signature which of its signatures
 * @param prepared whether it is the flat, frozen form, which needs no optimising at load
 * @param scores what it ends in
 */
public record LoadableGraph(Path directory, String signature, boolean prepared, Scores scores) {

  /** How a graph's scores are to be read. */
  public enum Scores {
    /** They are what is shown. */
    PROBABILITIES,
    /** Softmax is missing, or a sigmoid where there is one score only. */
    LOGITS,
    /** Nobody could tell: {@code serving.properties} says. */
    UNKNOWN
  }
}
