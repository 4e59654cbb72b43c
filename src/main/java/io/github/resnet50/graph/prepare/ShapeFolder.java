package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Replaces shape computations by constants where these do not depend on the batch: {@code Shape} of
 * a fully known tensor, the elements that a {@code StridedSlice} selects from a partly known one,
 * and the target of a {@code Reshape} in which only the batch is open.
 */
final class ShapeFolder implements GraphPass {
  private final Shapes.Inference inference;

  ShapeFolder(Shapes.Inference inference) {
    this.inference = inference;
  }

  /**
   * Folds all shapes that are known.
   *
   * @return how many nodes became constants or lost a computed shape
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Shapes shapes = inference.of(graph);
    int folded =
        graph.rewrite(
            node ->
                switch (node.getOp()) {
                  case "Shape" -> shape(node, shapes);
                  case "StridedSlice" -> slice(graph, node, shapes);
                  case "Reshape" -> reshape(graph, node, shapes);
                  default -> Optional.empty();
                });
    if (folded > 0) {
      graph.prune();
    }
    return folded;
  }

  private static Optional<NodeDef> shape(NodeDef node, Shapes shapes) {
    return shapes
        .of(FlatGraph.input(node, 0))
        .filter(sizes -> Arrays.stream(sizes).allMatch(size -> size >= 0))
        .map(sizes -> vector(type(node), sizes, false).toConst(node.getName()));
  }

  private static DataType type(NodeDef shape) {
    return shape.containsAttr("out_type")
        ? shape.getAttrOrThrow("out_type").getType()
        : DataType.DT_INT32;
  }

  private static Optional<NodeDef> slice(FlatGraph graph, NodeDef node, Shapes shapes)
      throws UnpreparableModelException {
    NodeDef shape = graph.producer(FlatGraph.input(node, 0));
    if (shape == null || !shape.getOp().equals("Shape") || hasOddMask(node)) {
      return Optional.empty();
    }
    Optional<long[]> sizes = shapes.of(FlatGraph.input(shape, 0));
    Optional<HostTensor> begin = graph.constant(FlatGraph.input(node, 1));
    Optional<HostTensor> end = graph.constant(FlatGraph.input(node, 2));
    Optional<HostTensor> stride = graph.constant(FlatGraph.input(node, 3));
    if (sizes.isEmpty() || begin.isEmpty() || end.isEmpty() || stride.isEmpty()) {
      return Optional.empty();
    }
    if (begin.get().elements() != 1 || stride.get().longs()[0] != 1) {
      return Optional.empty();
    }
    int rank = sizes.get().length;
    boolean scalar = mask(node, "shrink_axis_mask") == 1;
    long from = mask(node, "begin_mask") == 1 ? 0 : inside(begin.get().longs()[0], rank);
    long to = mask(node, "end_mask") == 1 ? rank : inside(end.get().longs()[0], rank);
    to = scalar ? from + 1 : to;
    if (from >= rank || to > rank || from > to) {
      return Optional.empty();
    }
    long[] taken = Arrays.copyOfRange(sizes.get(), (int) from, (int) to);
    return Arrays.stream(taken).anyMatch(size -> size < 0)
        ? Optional.empty()
        : Optional.of(vector(type(shape), taken, scalar).toConst(node.getName()));
  }

  private static long inside(long index, int rank) {
    return Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
  }

  private static boolean hasOddMask(NodeDef node) {
    return mask(node, "ellipsis_mask") != 0 || mask(node, "new_axis_mask") != 0;
  }

  private static long mask(NodeDef node, String name) {
    return node.containsAttr(name) ? node.getAttrOrThrow(name).getI() : 0;
  }

  private static Optional<NodeDef> reshape(FlatGraph graph, NodeDef node, Shapes shapes)
      throws UnpreparableModelException {
    TensorRef target = FlatGraph.input(node, 1);
    Optional<long[]> sizes = shapes.of(new TensorRef(node.getName(), 0));
    if (sizes.isEmpty() || sizes.get().length == 0 || graph.constant(target).isPresent()) {
      return Optional.empty();
    }
    // Size 0 would make -1 ambiguous.
    if (sizes.get()[0] != -1 || Arrays.stream(sizes.get()).skip(1).anyMatch(size -> size < 1)) {
      return Optional.empty();
    }
    TensorRef known =
        graph.add(node.getName() + "/shape", vector(DataType.DT_INT32, sizes.get(), false));
    return Optional.of(
        node.toBuilder()
            .setInput(1, known.asInput())
            .putAttr("Tshape", Attributes.type(DataType.DT_INT32))
            .build());
  }

  private static HostTensor vector(DataType dtype, long[] values, boolean scalar) {
    HostTensor ints = HostTensor.ints(Arrays.stream(values).mapToInt(Math::toIntExact).toArray());
    HostTensor typed = dtype == DataType.DT_INT64 ? HostTensor.longs(values) : ints;
    List<Long> shape = scalar ? new ArrayList<>() : typed.shape();
    return new HostTensor(typed.dtype(), shape, typed.content());
  }
}
