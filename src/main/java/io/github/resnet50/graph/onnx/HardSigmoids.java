package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Hard sigmoids, {@code relu6(x + 3) / 6}, and hard swishes, {@code x · relu6(x + 3) / 6} (Howard
 * et al. 2019), which TensorFlow has as three operations and four. ONNX has the sigmoid as one, so
 * that an image passes the memory half as often.
 */
final class HardSigmoids {
  private static final double TOLERANCE = 1e-7;

  private final OnnxConverter converter;
  private final FlatGraph graph;

  HardSigmoids(OnnxConverter converter) {
    this.converter = converter;
    this.graph = converter.graph();
  }

  /**
   * Adds the counterpart of a node that ends one of them.
   *
   * @return empty, and nothing is added, where it ends none
   */
  Optional<Value> ending(NodeDef node) throws UnpreparableModelException {
    Optional<TensorRef> divided = dividedBySix(node);
    if (divided.isEmpty()) {
      return Optional.empty();
    }
    NodeDef before = graph.producer(divided.get());
    Optional<TensorRef> argument = clipped(before);
    if (argument.isPresent()) {
      return Optional.of(sigmoid(node, node.getName(), converter.value(argument.get())));
    }
    for (int i = 0; i < 2 && before.getOp().equals("Mul"); i++) {
      TensorRef factor = FlatGraph.input(before, i);
      if (clipped(graph.producer(FlatGraph.input(before, 1 - i))).equals(Optional.of(factor))) {
        Value in = converter.value(factor);
        Value share = sigmoid(node, node.getName() + ".share", in);
        List<String> factors = List.of(in.name(), share.name());
        return Optional.of(converter.add("Mul", node, factors, in.turned(), Map.of()));
      }
    }
    return Optional.empty();
  }

  private Value sigmoid(NodeDef node, String name, Value in) throws UnpreparableModelException {
    Map<String, Object> line = Map.of("alpha", 1 / 6f, "beta", 0.5f);
    String result = converter.model().add("HardSigmoid", name, List.of(in.name()), line);
    return new Value(result, converter.sizes(node), in.turned());
  }

  /** What a node gives a sixth of. */
  private Optional<TensorRef> dividedBySix(NodeDef node) throws UnpreparableModelException {
    return switch (node.getOp()) {
      case "Mul" -> other(node, 1 / 6.0);
      case "Div", "RealDiv" -> isNumber(node, 1, 6) ? input(node, 0) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The x of {@code relu6(x + 3)}. */
  private Optional<TensorRef> clipped(NodeDef node) throws UnpreparableModelException {
    if (!node.getOp().equals("Relu6")) {
      return Optional.empty();
    }
    NodeDef sum = graph.producer(FlatGraph.input(node, 0));
    boolean adds = sum.getOp().equals("Add") || sum.getOp().equals("AddV2");
    return adds ? other(sum, 3) : Optional.empty();
  }

  /** The other operand, where one is this number. */
  private Optional<TensorRef> other(NodeDef node, double number) throws UnpreparableModelException {
    if (isNumber(node, 1, number)) {
      return input(node, 0);
    }
    return isNumber(node, 0, number) ? input(node, 1) : Optional.empty();
  }

  private static Optional<TensorRef> input(NodeDef node, int index) {
    return Optional.of(FlatGraph.input(node, index));
  }

  private boolean isNumber(NodeDef node, int index, double number)
      throws UnpreparableModelException {
    Optional<HostTensor> constant = graph.constant(FlatGraph.input(node, index));
    return constant.isPresent()
        && constant.get().dtype() == DataType.DT_FLOAT
        && constant.get().elements() == 1
        && Math.abs(constant.get().floats()[0] - number) < TOLERANCE;
  }
}
