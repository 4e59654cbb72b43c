package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A prepared model and the record of its preparation.
 *
 * @param directory the directory of its {@code saved_model.pb}; loads in DJL with the tag {@code
 *     serve}. Signature {@code serving_default} has all outputs, {@code classify} the probabilities
 *     alone
 * @param source the parts of the original that were used
 * @param input its input
 * @param outputs shapes by name, -1 for the batch: {@code probabilities} and {@code logits} {@code
 *     [N, classes]}, {@code features [N, F]} and {@code feature_map [N, H, W, C]} where the model
 *     has them; in alphabetical order, which is DJL's
 * @param head how its scores are made
 * @param fused whether fused convolutions and explicit padding were written, which have no
 *     gradients; false, even if asked for, when this machine has no kernels for them ({@link
 *     OneDnnKernels})
 * @param counts what the passes did, by name, and the {@code nodes} of the result
 */
public record PreparedModel(
    Path directory,
    Source source,
    Input input,
    Map<String, List<Long>> outputs,
    Head head,
    boolean fused,
    Map<String, Integer> counts) {

  /**
   * The parts of the original signature that were used.
   *
   * @param signature its name
   * @param output the output with the scores
   */
  public record Source(String signature, String output) {}

  /**
   * The image input.
   *
   * @param name in the signature
   * @param dtype TensorFlow's name of the type, such as {@code DT_FLOAT}
   * @param shape -1 for the batch and for other open sizes
   * @param layout the order of the dimensions
   */
  public record Input(String name, String dtype, List<Long> shape, Layout layout) {}

  /**
   * How a model computes its scores.
   *
   * @param kind what it does last
   * @param classes how many scores there are, -1 if the graph does not say
   * @param pooledDense whether the logits are one dense layer on the mean of the feature map over
   *     its area, so that class activation maps (Zhou 2016) are exact
   */
  public record Head(HeadKind kind, long classes, boolean pooledDense) {}

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
}
