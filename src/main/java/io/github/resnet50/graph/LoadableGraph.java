package io.github.resnet50.graph;

import java.nio.file.Path;

/**
 * The graph that is loaded to run a model.
 *
 * @param directory a SavedModel
 * @param signature which of its signatures
 * @param prepared whether it is the flat, frozen form, which needs no optimising at load
 * @param scores how its scores are to be read
 * @param firstAlone whether its first batch must run alone: 8-bit operations convert their biases
 *     in it, and nothing guards that against concurrent runs
 */
public record LoadableGraph(
    Path directory, String signature, boolean prepared, ScoreKind scores, boolean firstAlone) {

  /** A graph whose batches may all run concurrently. */
  public LoadableGraph(Path directory, String signature, boolean prepared, ScoreKind scores) {
    this(directory, signature, prepared, scores, false);
  }

  /** How a graph's scores are to be read. */
  public enum ScoreKind {
    /** The scores are probabilities already. */
    PROBABILITIES,
    /** The scores are logits and need a softmax, or a sigmoid if there is only one score. */
    LOGITS,
    /** The graph does not say; {@code serving.properties} decides. */
    UNKNOWN
  }
}
