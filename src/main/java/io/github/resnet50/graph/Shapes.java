package io.github.resnet50.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/** The results of shape inference on a graph. */
@FunctionalInterface
public interface Shapes {

  /** Infers the shapes of a graph in its current state. */
  @FunctionalInterface
  interface Inference {
    Shapes of(FlatGraph graph);
  }

  /** The sizes of a tensor, -1 for an unknown one; empty where not even the rank is known. */
  Optional<long[]> of(TensorRef tensor);

  /**
   * TensorFlow's inference on a graph, weights left out. Knows each node's first output and every
   * other output that a node or the graph refers to. Needs the native library to be loaded.
   *
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow refuses the graph
   */
  static Shapes infer(FlatGraph graph) {
    Map<TensorRef, Optional<long[]>> known = new HashMap<>();
    try (GraphRunner runner = GraphRunner.of(graph.withoutWeights(), GraphRunner.RUN_ONCE)) {
      for (NodeDef node : graph.nodes()) {
        known.computeIfAbsent(new TensorRef(node.getName(), 0), runner::shape);
        FlatGraph.inputs(node).forEach(input -> known.computeIfAbsent(input, runner::shape));
      }
      graph.outputs().values().forEach(output -> known.computeIfAbsent(output, runner::shape));
    }
    return tensor -> known.getOrDefault(tensor, Optional.empty());
  }

  /** Whether two tensors are known to have the same sizes, up to the batch (dimension 0). */
  default boolean sameButBatch(TensorRef a, TensorRef b) {
    Optional<long[]> first = of(a);
    Optional<long[]> second = of(b);
    if (first.isEmpty() || second.isEmpty() || first.get().length != second.get().length) {
      return false;
    }
    for (int i = 1; i < first.get().length; i++) {
      if (first.get()[i] < 0 || first.get()[i] != second.get()[i]) {
        return false;
      }
    }
    return true;
  }
}
