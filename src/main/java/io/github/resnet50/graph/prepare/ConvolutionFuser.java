package io.github.resnet50.graph.prepare;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Fuses a convolution with the bias, residual and activation that follow it into the engine's own
 * fused operations, {@code _FusedConv2D} and {@code _FusedDepthwiseConv2dNative}. TensorFlow's
 * optimiser would do so at every load, but not with a residual. These operations have no gradients,
 * and those with a residual and all depthwise ones have kernels only in oneDNN.
 */
final class ConvolutionFuser implements GraphPass {

  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Relu6", "Elu");

  private final Shapes.Inference inference;

  /**
   * @param inference a residual must have the convolution's shape, as fused additions do not
   *     broadcast
   */
  ConvolutionFuser(Shapes.Inference inference) {
    this.inference = inference;
  }

  /**
   * Fuses every convolution that can be fused.
   *
   * @return how many fused convolutions there are now
   */
  @Override
  public int apply(FlatGraph graph) {
    Shapes shapes = inference.of(graph);
    Map<TensorRef, List<String>> uses = graph.uses();
    Map<TensorRef, TensorRef> replaced = new HashMap<>();
    Set<String> taken = new HashSet<>();
    int fused = 0;
    // Backwards: if two convolutions meet in an addition, the later one takes it, so that the
    // other's result exists when it runs.
    List<NodeDef> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeDef node = nodes.get(i);
      boolean depthwise = node.getOp().equals("DepthwiseConv2dNative");
      if ((node.getOp().equals("Conv2D") || depthwise) && isFusable(node, depthwise)) {
        Chain chain = new Chain(graph, uses, shapes, taken, node);
        if (chain.build(!depthwise)) {
          NodeDef fusedNode = chain.fusedNode(depthwise);
          graph.put(fusedNode);
          replaced.put(chain.last(), new TensorRef(fusedNode.getName(), 0));
          fused++;
        }
      }
    }
    graph.redirect(replaced);
    return fused;
  }

  private static boolean isFusable(NodeDef node, boolean depthwise) {
    boolean isFloat = node.getAttrOrThrow("T").getType() == DataType.DT_FLOAT;
    boolean isExplicit = node.getAttrOrThrow("padding").getS().toStringUtf8().equals("EXPLICIT");
    return isFloat && Layout.of(node) == Layout.NHWC && !(depthwise && isExplicit);
  }

  /** One convolution and the operations that follow it. */
  private static final class Chain {

    private final FlatGraph graph;
    private final Map<TensorRef, List<String>> uses;
    private final Shapes shapes;
    private final Set<String> taken;
    private final NodeDef convolution;
    private final List<String> operations = new ArrayList<>();
    private final List<TensorRef> arguments = new ArrayList<>();
    private TensorRef end;

    Chain(
        FlatGraph graph,
        Map<TensorRef, List<String>> uses,
        Shapes shapes,
        Set<String> taken,
        NodeDef convolution) {
      this.graph = graph;
      this.uses = uses;
      this.shapes = shapes;
      this.taken = taken;
      this.convolution = convolution;
      this.end = new TensorRef(convolution.getName(), 0);
    }

    TensorRef last() {
      return end;
    }

    /** Collects bias, residual and activation; false if there is no bias. */
    boolean build(boolean withResidual) {
      Optional<NodeDef> bias = taker("BiasAdd");
      if (bias.isEmpty() || !FlatGraph.input(bias.get(), 0).equals(end)) {
        return false;
      }
      take(bias.get(), "BiasAdd");
      arguments.add(FlatGraph.input(bias.get(), 1));
      Optional<NodeDef> sum = withResidual ? taker("AddV2") : Optional.empty();
      if (sum.isPresent()) {
        TensorRef left = FlatGraph.input(sum.get(), 0);
        TensorRef residual = left.equals(end) ? FlatGraph.input(sum.get(), 1) : left;
        if (!residual.equals(end) && shapes.sameButBatch(residual, end)) {
          arguments.add(residual);
          take(sum.get(), "Add");
        }
      }
      // After a residual, oneDNN's kernel supports only Relu.
      Set<String> possible = operations.contains("Add") ? Set.of("Relu") : ACTIVATIONS;
      for (String activation : possible) {
        Optional<NodeDef> found = taker(activation);
        if (found.isPresent()) {
          take(found.get(), activation);
          break;
        }
      }
      return true;
    }

    private Optional<NodeDef> taker(String operation) {
      return graph
          .onlyTaker(uses, end)
          .filter(node -> node.getOp().equals(operation) && !taken.contains(node.getName()));
    }

    private void take(NodeDef node, String operation) {
      operations.add(operation);
      taken.add(node.getName());
      end = new TensorRef(node.getName(), 0);
    }

    NodeDef fusedNode(boolean depthwise) {
      AttrValue.ListValue.Builder names = AttrValue.ListValue.newBuilder();
      operations.forEach(operation -> names.addS(ByteString.copyFromUtf8(operation)));
      AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
      arguments.forEach(argument -> types.addType(DataType.DT_FLOAT));
      NodeDef.Builder fused =
          NodeDef.newBuilder()
              .setName(graph.freshName(convolution.getName() + "/fused"))
              .setOp(depthwise ? "_FusedDepthwiseConv2dNative" : "_FusedConv2D")
              .addAllInput(convolution.getInputList())
              .putAttr("num_args", AttrValue.newBuilder().setI(arguments.size()).build())
              .putAttr("fused_ops", AttrValue.newBuilder().setList(names).build());
      arguments.forEach(argument -> fused.addInput(argument.asInput()));
      List<String> kept =
          new ArrayList<>(
              List.of(
                  "T", "strides", "padding", "data_format", "dilations", PaddingMerger.AMOUNTS));
      if (!depthwise) {
        fused.putAttr("TArgs", AttrValue.newBuilder().setList(types).build());
        kept.add("explicit_paddings");
      }
      for (String name : kept) {
        if (convolution.containsAttr(name)) {
          fused.putAttr(name, convolution.getAttrOrThrow(name));
        }
      }
      return fused.build();
    }
  }
}
