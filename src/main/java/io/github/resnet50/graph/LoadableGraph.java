package io.github.resnet50.graph;

import java.nio.file.Path;

/**
 * Which graph stands for a model when it runs.
 *
 * @param directory a SavedModel
 * @param signature which of its signatures
 * @param prepared whether it is the flat, frozen form, which needs no optimising at load
 * @param scores what it ends in
 * @param firstAlone whether its first batch must run alone: 8-bit operations convert their biases
 *     in it, and nothing guards that against others that do the same
 */
public record LoadableGraph(
    Path directory, String signature, boolean prepared, Scores scores, boolean firstAlone) {

  /** A graph whose batches may all run at once. */
  public LoadableGraph(Path directory, String signature, boolean prepared, Scores scores) {
    this(directory, signature, prepared, scores, false);
  }

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
