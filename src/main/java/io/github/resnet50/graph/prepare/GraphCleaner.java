package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OpCatalog;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/**
 * Removes nodes that only pass their input on, and rewrites operations that exist in several forms
 * to the one form that the other passes (and the engine's fast kernels) support.
 */
final class GraphCleaner implements GraphPass {

  private final OpCatalog catalog;
  private final TensorRef fed;

  /**
   * @param fed the tensor that is fed at run time; its node is kept
   */
  GraphCleaner(OpCatalog catalog, TensorRef fed) {
    this.catalog = catalog;
    this.fed = fed;
  }

  /**
   * Cleans and prunes the graph.
   *
   * @return how many pass-through nodes were removed
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Map<TensorRef, TensorRef> handedOn = new HashMap<>();
    for (NodeDef node : graph.nodes()) {
      if (node.getName().equals(fed.node())) {
        continue;
      }
      switch (node.getOp()) {
        case "Identity",
            "StopGradient",
            "PreventGradient",
            "Snapshot",
            "CheckNumerics",
            "PlaceholderWithDefault" ->
            handedOn.put(new TensorRef(node.getName(), 0), FlatGraph.input(node, 0));
        case "IdentityN" -> {
          List<TensorRef> inputs = FlatGraph.inputs(node);
          for (int i = 0; i < inputs.size(); i++) {
            handedOn.put(new TensorRef(node.getName(), i), inputs.get(i));
          }
        }
        default -> {}
      }
    }
    graph.redirect(handedOn);
    graph.prune();
    graph.rewrite(node -> Optional.of(canonical(graph, withDefaults(node))));
    graph.prune();
    return handedOn.size();
  }

  private NodeDef withDefaults(NodeDef node) throws UnpreparableModelException {
    return catalog.knows(node.getOp()) ? catalog.withDefaults(node) : node;
  }

  private static NodeDef canonical(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    return switch (node.getOp()) {
      case "Add" -> isNumeric(node) ? node.toBuilder().setOp("AddV2").build() : node;
      case "BiasAddV1" ->
          node.toBuilder().setOp("BiasAdd").putAttr("data_format", Attributes.s("NHWC")).build();
      case "MaxPoolV2" -> fixedMaxPool(graph, node);
      case "PadV2" -> zeroPad(graph, node);
      default -> node;
    };
  }

  // Add also concatenates strings; AddV2 does not.
  private static boolean isNumeric(NodeDef node) {
    return HostTensor.isNumeric(node.getAttrOrThrow("T").getType());
  }

  /** MaxPoolV2 takes its window as tensors and has no oneDNN kernel, so it becomes MaxPool. */
  private static NodeDef fixedMaxPool(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    Optional<HostTensor> window = graph.constant(FlatGraph.input(node, 1));
    Optional<HostTensor> strides = graph.constant(FlatGraph.input(node, 2));
    if (window.isEmpty() || strides.isEmpty()) {
      return node;
    }
    return node.toBuilder()
        .setOp("MaxPool")
        .clearInput()
        .addInput(node.getInput(0))
        .putAttr("ksize", Attributes.longs(window.get().longs()))
        .putAttr("strides", Attributes.longs(strides.get().longs()))
        .putAttr("explicit_paddings", Attributes.longs())
        .build();
  }

  private static NodeDef zeroPad(FlatGraph graph, NodeDef node) throws UnpreparableModelException {
    Optional<HostTensor> value = graph.constant(FlatGraph.input(node, 2));
    // Zero is all zero bits in every number type (negative zero pads the same).
    boolean zero = value.isPresent() && isZero(value.get());
    if (!zero) {
      return node;
    }
    return node.toBuilder()
        .setOp("Pad")
        .clearInput()
        .addInput(node.getInput(0))
        .addInput(node.getInput(1))
        .build();
  }

  private static boolean isZero(HostTensor value) {
    for (int i = 0; i < value.content().size(); i++) {
      if (value.content().byteAt(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
