package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.GraphSafety;

/**
 * The options of a preparation.
 *
 * @param signature the signature to use, or null for the usual one
 * @param output the signature's output that holds the class scores, or null for the usual one
 * @param trustModel whether to skip {@link GraphSafety}
 * @param fuse whether to write the engine's fused convolutions and explicit padding. They are
 *     faster and have no gradients; without them, {@code GraphRunner.addGradients} works on the
 *     result
 */
public record PrepareOptions(String signature, String output, boolean trustModel, boolean fuse) {

  /** The defaults: usual signature and output, safety check on, fused. */
  public static PrepareOptions defaults() {
    return new PrepareOptions(null, null, false, true);
  }

  /** The same with another signature. */
  public PrepareOptions withSignature(String name) {
    return new PrepareOptions(name, output, trustModel, fuse);
  }

  /** The same with another output for the scores. */
  public PrepareOptions withOutput(String name) {
    return new PrepareOptions(signature, name, trustModel, fuse);
  }

  /** The same, with the safety check on or off. */
  public PrepareOptions withTrustModel(boolean trust) {
    return new PrepareOptions(signature, output, trust, fuse);
  }

  /** The same, fused or differentiable. */
  public PrepareOptions withFuse(boolean fused) {
    return new PrepareOptions(signature, output, trustModel, fused);
  }
}
