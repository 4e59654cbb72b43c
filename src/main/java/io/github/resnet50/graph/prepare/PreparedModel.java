package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Layout;
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
 * @param head how its scores are made
 * @param fused whether fused convolutions and explicit padding were written, which have no
 *     gradients; false although asked for where this machine has no kernels for them ({@link
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

  /**
   * How a model makes its scores.
   *
   * @param kind what it does last
   * @param classes how many scores there are, -1 if the graph does not say
   * @param pooledDense whether the logits are one dense layer on the mean of the feature map over
   *     its area, so that class activation maps (Zhou 2016) are exact
   */
  public record Head(HeadKind kind, long classes, boolean pooledDense) {}

  /** What a model does last, which decides how its scores are read. */
  public enum HeadKind {
    /** One class is right; the model ends in softmax. */
    SOFTMAX,
    /** Each class for itself (or one class against none); the model ends in a sigmoid. */
    SIGMOID,
    /** The model ends in logits: softmax was added, or a sigmoid where there is one class only. */
    LOGITS
  }
}
