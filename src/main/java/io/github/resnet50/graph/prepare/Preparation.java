package io.github.resnet50.graph.prepare;

import java.util.List;
import java.util.Map;

/**
 * The result of preparing a model. It is stored as JSON beside the prepared graph, so the names of
 * its components are those of a file format.
 *
 * @param prepared whether the prepared graph is used; if not, the original is
 * @param reason why the original is used, or null
 * @param seconds the duration, including the comparison
 * @param agreement how prepared and original compare, or null where they were not compared
 * @param signature the name of the original's signature that was used
 * @param outputs the prepared graph's outputs and their shapes, -1 for the batch: {@code
 *     probabilities} and {@code logits} {@code [N, classes]}, {@code features [N, F]} and {@code
 *     feature_map [N, H, W, C]} where the model has them; in alphabetical order, which is DJL's
 * @param head what the model does last; null where nothing was prepared
 * @param input the input's shape, -1 where it is open
 * @param counts what the passes did, by name, and the {@code nodes} of the result
 */
public record Preparation(
    boolean prepared,
    String reason,
    double seconds,
    Agreement agreement,
    String signature,
    Map<String, List<Long>> outputs,
    HeadKind head,
    List<Long> input,
    Map<String, Integer> counts) {

  /** The last operation of a model, which decides how its scores are read. */
  public enum HeadKind {
    /** Exactly one class is right; the model ends in a softmax. */
    SOFTMAX,
    /**
     * Each class is scored independently (or one class against none); the model ends in a sigmoid.
     */
    SIGMOID,
    /** The model ends in logits: a softmax was added, or a sigmoid if there is only one class. */
    LOGITS
  }

  /** A model that was prepared and not yet compared with the original. */
  static Preparation made(
      String signature,
      Map<String, List<Long>> outputs,
      HeadKind head,
      List<Long> input,
      Map<String, Integer> counts) {
    return new Preparation(true, null, 0, null, signature, outputs, head, input, counts);
  }

  /** A model that can only be used as it came. */
  public static Preparation refused(String reason, double seconds) {
    return new Preparation(false, reason, seconds, null, null, Map.of(), null, List.of(), null);
  }

  /**
   * The same after a comparison with the original.
   *
   * @param problem why the prepared graph must not be used; null where it may
   * @param duration in seconds, the comparison included
   */
  public Preparation compared(Agreement result, String problem, double duration) {
    return new Preparation(
        problem == null, problem, duration, result, signature, outputs, head, input, counts);
  }
}
