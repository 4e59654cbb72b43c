package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Counts the arithmetic that a prepared graph does for one image: two floating-point operations for
 * each multiply-accumulate of its convolutions and matrix products. Everything else (activations,
 * pooling, additions) is left out, as is usual: it is less than 1 % of ResNet50.
 */
public final class FlopCounter {
  private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", "Conv", "_FusedConv2D");
  private static final Set<String> DEPTHWISE =
      Set.of("DepthwiseConv2dNative", "_FusedDepthwiseConv2dNative");
  private static final Set<String> PRODUCTS = Set.of("MatMul", "_FusedMatMul");

  /**
   * Operations that may contain arithmetic not counted here; a graph with one of them is not
   * counted.
   */
  private static final List<String> UNCOUNTED =
      List.of("Conv", "MatMul", "Einsum", "PartitionedCall", "While", "If", "Case");

  private FlopCounter() {}

  /**
   * Counts. The engine must be up.
   *
   * @param graph of a prepared model, which was checked to be safe
   * @param input the tensor that images go in by
   * @param image the input's shape without the batch
   * @return operations an image; empty if the graph contains operations that cannot be counted
   */
  public static OptionalLong perImage(GraphDef graph, TensorRef input, List<Long> image) {
    List<Long> shape = new ArrayList<>(image);
    shape.add(0, 1L);
    FlatGraph shaped = new FlatGraph(graph, Map.of());
    shaped.put(
        Attributes.placeholder(
            input.node(),
            shaped.producer(input).getAttrOrThrow("dtype").getType(),
            Attributes.shape(shape)));
    try {
      return count(graph.getNodeList(), Shapes.infer(shaped));
    } catch (TensorFlowException e) {
      return OptionalLong.empty(); // an incompatible shape is no reason to fail a benchmark
    }
  }

  static OptionalLong count(List<NodeDef> nodes, Shapes shapes) {
    long accumulates = 0;
    for (NodeDef node : nodes) {
      long more = 0;
      boolean depthwise = DEPTHWISE.contains(node.getOp());
      if (CONVOLUTIONS.contains(node.getOp()) || depthwise) {
        long[] kernel = sizes(shapes, FlatGraph.input(node, 1));
        // A kernel is [height, width, channels in, channels out]; a depthwise one sees one channel.
        long depth = depthwise || kernel == null ? 1 : kernel[2];
        more = kernel == null ? -1 : elements(shapes, node) * kernel[0] * kernel[1] * depth;
      } else if (PRODUCTS.contains(node.getOp())) {
        long[] left = sizes(shapes, FlatGraph.input(node, 0));
        boolean transposed =
            node.getAttrOrDefault("transpose_a", AttrValue.getDefaultInstance()).getB();
        more = left == null ? -1 : elements(shapes, node) * left[transposed ? 0 : 1];
      } else if (UNCOUNTED.stream().anyMatch(node.getOp()::contains)) {
        return OptionalLong.empty();
      }
      if (more < 0) {
        return OptionalLong.empty();
      }
      accumulates += more;
    }
    return accumulates == 0 ? OptionalLong.empty() : OptionalLong.of(2 * accumulates);
  }

  /** Elements of a node's first output; negative where they are not known. */
  private static long elements(Shapes shapes, NodeDef node) {
    long[] sizes = sizes(shapes, new TensorRef(node.getName(), 0));
    if (sizes == null) {
      return -1;
    }
    long elements = 1;
    for (long size : sizes) {
      elements *= size;
    }
    return elements;
  }

  /** Null if they are not all known. */
  private static long[] sizes(Shapes shapes, TensorRef tensor) {
    long[] sizes = shapes.of(tensor).orElse(null);
    if (sizes != null) {
      for (long size : sizes) {
        if (size < 0) {
          return null;
        }
      }
    }
    return sizes;
  }
}
