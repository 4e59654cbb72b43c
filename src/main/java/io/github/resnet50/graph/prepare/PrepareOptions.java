package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.GraphSafety;

/**
 * The options of a preparation.
 *
 * @param signature the signature to use, or null for the usual one
 * @param output the signature's output that holds the class scores, or null for the usual one
 * @param trustModel whether to skip {@link GraphSafety}
 * @param form which operations the result has
 */
public record PrepareOptions(String signature, String output, boolean trustModel, Form form) {

  /** The operations of a prepared graph. */
  public enum Form {
    /**
     * The engine's fused convolutions and explicit padding, without gradients; {@link #PLAIN} where
     * this machine's TensorFlow has no oneDNN.
     */
    FUSED,
    /**
     * As {@link #FUSED}, but with convolutions that Eigen computes whether or not there is oneDNN.
     */
    EIGEN,
    /** Standard operations only; {@code GraphRunner.addGradients} works on the result. */
    PLAIN
  }

  /** The defaults: usual signature and output, safety check on, fused. */
  public static PrepareOptions defaults() {
    return new PrepareOptions(null, null, false, Form.FUSED);
  }

  /** The same with another signature. */
  public PrepareOptions withSignature(String name) {
    return new PrepareOptions(name, output, trustModel, form);
  }

  /** The same with another output for the scores. */
  public PrepareOptions withOutput(String name) {
    return new PrepareOptions(signature, name, trustModel, form);
  }

  /** The same, with the safety check on or off. */
  public PrepareOptions withTrustModel(boolean trust) {
    return new PrepareOptions(signature, output, trust, form);
  }

  /** The same with other operations. */
  public PrepareOptions withForm(Form other) {
    return new PrepareOptions(signature, output, trustModel, other);
  }
}
