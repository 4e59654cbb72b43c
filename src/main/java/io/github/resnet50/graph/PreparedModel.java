package io.github.resnet50.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A prepared model and how it came about.
 *
 * @param directory where its {@code saved_model.pb} lies; loads by DJL with the tag {@code serve}.
 *     Signature {@code serving_default} has all outputs, {@code classify} the probabilities alone
 * @param source what was read of the original
 * @param input its input
 * @param outputs shapes by name, -1 for the batch: {@code probabilities} and {@code logits} {@code
 *     [N, classes]}, {@code features [N, F]} and {@code feature_map [N, H, W, C]} where the model
 *     has them; in alphabetical order, which is DJL's
 * @param head what the model does last
 * @param classes the number of classes
 * @param pooledDense whether the logits are one dense layer on the mean of {@code feature_map}
 * @param fused whether fused convolutions and explicit padding were written, which have no
 *     gradients; false although asked for where this machine has no kernels for them ({@link
 *     FusedKernels})
 * @param counts what the preparation did
 */
public record PreparedModel(
    Path directory,
    Source source,
    Input input,
    Map<String, List<Long>> outputs,
    HeadKind head,
    long classes,
    boolean pooledDense,
    boolean fused,
    Counts counts) {

  /**
   * What of the original signature was used.
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
   * @param layout where the channels are
   */
  public record Input(String name, String dtype, List<Long> shape, Layout layout) {}

  /** The order of an image batch's dimensions. */
  public enum Layout {
    NHWC,
    NCHW
  }

  /**
   * What the preparation did.
   *
   * @param functionsInlined calls replaced by function bodies
   * @param variablesFrozen variables made constants
   * @param constantsFolded tensors computed once
   * @param batchNormsFound operations that scale channels by constants
   * @param batchNormsFolded those that went into weights
   * @param padsMerged {@code Pad} nodes that the next node now does itself
   * @param convolutionsFused fused convolutions written
   * @param nodes nodes in the result
   */
  public record Counts(
      int functionsInlined,
      int variablesFrozen,
      int constantsFolded,
      int batchNormsFound,
      int batchNormsFolded,
      int padsMerged,
      int convolutionsFused,
      int nodes) {}
}
