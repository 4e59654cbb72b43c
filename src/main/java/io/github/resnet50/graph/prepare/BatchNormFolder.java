package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Folds per-channel operations after a convolution or matrix product into its weights and one bias.
 * Chains are followed as long as each tensor has one consumer: the convolution's own bias, batch
 * normalisation as one node or as Keras 3's multiplications and additions. Computed in double
 * precision, rounded once.
 */
final class BatchNormFolder implements GraphPass {

  /** A linear operation with its weights and the shape of its output. */
  private record Linear(NodeDef node, HostTensor weights, int channels, int rank, Layout layout) {

    /** How many consecutive weights contribute to the same output channel. */
    int run() {
      return isTransposed(node) ? weights.shape().get(1).intValue() : 1;
    }
  }

  private static boolean isTransposed(NodeDef node) {
    return node.containsAttr("transpose_b") && node.getAttrOrThrow("transpose_b").getB();
  }

  /**
   * Folds all chains of the graph.
   *
   * @return how many operations that scale channels by constants went into weights
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Map<TensorRef, List<String>> uses = graph.uses();
    Map<TensorRef, TensorRef> replaced = new HashMap<>();
    int folded = 0;
    for (NodeDef node : graph.nodes()) {
      Optional<Linear> linear = linear(graph, node);
      if (linear.isPresent()) {
        List<String> chain = new ArrayList<>();
        List<PerChannel> operations = new ArrayList<>();
        follow(graph, uses, linear.get(), chain, operations);
        boolean onlyBias = chain.size() == 1 && graph.node(chain.get(0)).getOp().equals("BiasAdd");
        if (!chain.isEmpty() && !onlyBias) {
          rewrite(graph, linear.get(), chain, operations, replaced);
          folded += (int) operations.stream().filter(PerChannel::scales).count();
        }
      }
    }
    graph.redirect(replaced);
    graph.prune();
    return folded;
  }

  /** How many operations that scale channels by constants are left anywhere in the graph. */
  static int remaining(FlatGraph graph) throws UnpreparableModelException {
    int remaining = 0;
    for (NodeDef node : graph.nodes()) {
      remaining += isNormalisation(graph, node) ? 1 : 0;
    }
    return remaining;
  }

  private static boolean isNormalisation(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    if (node.getOp().startsWith("FusedBatchNorm")) {
      return true;
    }
    if (!node.getOp().equals("Mul")) {
      return false;
    }
    for (TensorRef input : FlatGraph.inputs(node)) {
      Optional<HostTensor> constant = graph.constant(input);
      if (constant.isPresent()
          && constant.get().elements() > 1
          && constant.get().shape().stream().filter(size -> size > 1).count() == 1) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Linear> linear(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    boolean known =
        switch (node.getOp()) {
          case "Conv2D", "DepthwiseConv2dNative", "MatMul" -> true;
          default -> false;
        };
    if (!known) {
      return Optional.empty();
    }
    Optional<HostTensor> weights = graph.constant(FlatGraph.input(node, 1));
    if (weights.isEmpty() || weights.get().dtype() != DataType.DT_FLOAT) {
      return Optional.empty();
    }
    List<Long> shape = weights.get().shape();
    long channels =
        switch (node.getOp()) {
          case "DepthwiseConv2dNative" -> shape.get(2) * shape.get(3);
          case "MatMul" -> shape.get(isTransposed(node) ? 0 : 1);
          default -> shape.get(3);
        };
    int rank = node.getOp().equals("MatMul") ? 2 : 4;
    return Optional.of(
        new Linear(node, weights.get(), Math.toIntExact(channels), rank, Layout.of(node)));
  }

  private static void follow(
      FlatGraph graph,
      Map<TensorRef, List<String>> uses,
      Linear linear,
      List<String> chain,
      List<PerChannel> operations)
      throws UnpreparableModelException {
    TensorRef tensor = new TensorRef(linear.node().getName(), 0);
    while (true) {
      Optional<NodeDef> taker = graph.onlyTaker(uses, tensor);
      if (taker.isEmpty()) {
        return;
      }
      Optional<PerChannel> operation =
          PerChannel.of(graph, taker.get(), linear.layout(), linear.rank(), linear.channels());
      if (operation.isEmpty() || !operation.get().input().equals(tensor)) {
        return;
      }
      chain.add(taker.get().getName());
      operations.add(operation.get());
      tensor = new TensorRef(taker.get().getName(), 0);
    }
  }

  private static void rewrite(
      FlatGraph graph,
      Linear linear,
      List<String> chain,
      List<PerChannel> operations,
      Map<TensorRef, TensorRef> replaced) {
    int channels = linear.channels();
    double[] scale = new double[channels];
    float[] bias = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = 1;
      double offset = 0;
      for (PerChannel operation : operations) {
        factor *= operation.scale(c);
        offset = offset * operation.scale(c) + operation.shift(c);
      }
      scale[c] = factor;
      bias[c] = (float) offset;
    }
    float[] weights = linear.weights().floats();
    int run = linear.run();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * scale[i / run % channels]);
    }
    NodeDef node = linear.node();
    TensorRef folded =
        graph.add(
            node.getName() + "/folded_weights",
            HostTensor.floats(linear.weights().shape(), weights));
    graph.put(node.toBuilder().setInput(1, folded.asInput()).build());
    TensorRef summand =
        graph.add(
            node.getName() + "/folded_bias", HostTensor.floats(List.of((long) channels), bias));
    TensorRef sum =
        graph.add(
            Attributes.node(
                    "BiasAdd", node.getName() + "/bias_add", node.getName(), summand.asInput())
                .putAttr("data_format", Attributes.s(linear.layout().name())));
    String last = chain.get(chain.size() - 1);
    replaced.put(new TensorRef(last, 0), sum);
  }
}
