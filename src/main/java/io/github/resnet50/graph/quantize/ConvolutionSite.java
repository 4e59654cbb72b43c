package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * A fused convolution of a prepared graph that can run in 8 bits.
 *
 * @param node {@code _FusedConv2D} or {@code _FusedDepthwiseConv2dNative}
 * @param input what it convolves
 * @param kernel its weights, the output channels last
 * @param bias one number an output channel
 * @param residual what is added before the activation; null where nothing is
 * @param activation what comes last
 */
record ConvolutionSite(
    NodeDef node,
    TensorRef input,
    HostTensor kernel,
    HostTensor bias,
    TensorRef residual,
    Activation activation) {

  /** The activations that an 8-bit convolution can end in. */
  enum Activation {
    NONE,
    RELU,
    /** The clipping at 6 results from the range of the 8-bit output. */
    RELU6
  }

  /** Reads a node; empty if it is no such convolution. */
  static Optional<ConvolutionSite> of(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    boolean depthwise = node.getOp().equals("_FusedDepthwiseConv2dNative");
    if (!node.getOp().equals("_FusedConv2D") && !depthwise) {
      return Optional.empty();
    }
    List<String> operations = new ArrayList<>();
    node.getAttrOrThrow("fused_ops")
        .getList()
        .getSList()
        .forEach(s -> operations.add(s.toStringUtf8()));
    Optional<HostTensor> kernel = graph.constant(FlatGraph.input(node, 1));
    Optional<HostTensor> bias = graph.constant(FlatGraph.input(node, 2));
    if (kernel.isEmpty()
        || bias.isEmpty()
        || kernel.get().dtype() != DataType.DT_FLOAT
        || !operations.remove("BiasAdd")) {
      return Optional.empty();
    }
    TensorRef residual = operations.remove("Add") ? FlatGraph.input(node, 3) : null;
    Activation activation =
        switch (operations.isEmpty() ? "" : operations.get(0)) {
          case "" -> Activation.NONE;
          case "Relu" -> Activation.RELU;
          case "Relu6" -> Activation.RELU6;
          default -> null;
        };
    if (activation == null || operations.size() > 1) {
      return Optional.empty();
    }
    return Optional.of(
        new ConvolutionSite(
            node, FlatGraph.input(node, 0), kernel.get(), bias.get(), residual, activation));
  }

  String name() {
    return node.getName();
  }

  TensorRef output() {
    return new TensorRef(node.getName(), 0);
  }

  boolean depthwise() {
    return node.getOp().equals("_FusedDepthwiseConv2dNative");
  }

  int channels() {
    return bias.elements();
  }

  /**
   * The bias plus the mean error that rounded weights bring: with inputs of known means, each
   * output channel's mean is what it was (Nagel et al. 2019, "Data-free quantization through weight
   * equalization and bias correction", section 4.2, with means from calibration instead of from
   * batch normalisation). The border, where padding has another mean, is left out of account.
   *
   * @param inputs the mean of each input channel
   */
  float[] correctedBias(double[] inputs) {
    int channels = channels();
    float[] errors = QuantizedKernel.of(kernel, channels).errors(kernel);
    double[] missing = new double[channels];
    // [height, width, in, out]; or, depthwise, [height, width, in, multiplier].
    int multiplier = depthwise() ? channels / inputs.length : channels;
    for (int i = 0; i < errors.length; i++) {
      missing[i % channels] += errors[i] * inputs[i / multiplier % inputs.length];
    }
    float[] corrected = bias.floats();
    for (int c = 0; c < channels; c++) {
      corrected[c] += (float) missing[c];
    }
    return corrected;
  }
}
