package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * An operation that computes {@code y = scale·x + shift} to every channel: batch normalisation at
 * inference (Ioffe and Szegedy 2015), a bias, an addition or multiplication by a constant.
 */
final class PerChannel {

  private static final double[] ONE = {1};
  private static final double[] ZERO = {0};

  private final TensorRef input;
  private final double[] scale;
  private final double[] shift;

  /**
   * @param input x
   * @param scale a factor per channel, or one for all
   * @param shift a summand per channel, or one for all
   */
  private PerChannel(TensorRef input, double[] scale, double[] shift) {
    this.input = input;
    this.scale = scale;
    this.shift = shift;
  }

  /**
   * Reads a node as such an operation.
   *
   * @param rank of the tensors, 4 or 2
   * @param channels the number of channels
   * @return empty if the node computes anything else, or its type is not {@code float}
   */
  static Optional<PerChannel> of(
      FlatGraph graph, NodeDef node, Layout layout, int rank, int channels)
      throws UnpreparableModelException {
    if (!isFloat(node)) {
      return Optional.empty();
    }
    return switch (node.getOp()) {
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" ->
          batchNorm(graph, node, layout, channels);
      case "BiasAdd" ->
          Layout.of(node) == layout || rank == 2
              ? constant(graph, FlatGraph.input(node, 1), channels)
                  .map(shift -> new PerChannel(FlatGraph.input(node, 0), ONE, shift))
              : Optional.empty();
      case "AddV2", "Mul", "Sub", "RealDiv" -> binary(graph, node, layout, rank, channels);
      default -> Optional.empty();
    };
  }

  private static boolean isFloat(NodeDef node) {
    return node.containsAttr("T") && node.getAttrOrThrow("T").getType() == DataType.DT_FLOAT;
  }

  private static Optional<PerChannel> batchNorm(
      FlatGraph graph, NodeDef node, Layout layout, int channels)
      throws UnpreparableModelException {
    boolean training =
        !node.containsAttr("is_training") || node.getAttrOrThrow("is_training").getB();
    if (training || Layout.of(node) != layout) {
      return Optional.empty();
    }
    Optional<double[]> gamma = constant(graph, FlatGraph.input(node, 1), channels);
    Optional<double[]> beta = constant(graph, FlatGraph.input(node, 2), channels);
    Optional<double[]> mean = constant(graph, FlatGraph.input(node, 3), channels);
    Optional<double[]> variance = constant(graph, FlatGraph.input(node, 4), channels);
    if (gamma.isEmpty() || beta.isEmpty() || mean.isEmpty() || variance.isEmpty()) {
      return Optional.empty();
    }
    double epsilon = node.containsAttr("epsilon") ? node.getAttrOrThrow("epsilon").getF() : 1e-4;
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = gamma.get()[c] / Math.sqrt(variance.get()[c] + epsilon);
      shift[c] = beta.get()[c] - mean.get()[c] * scale[c];
    }
    return Optional.of(new PerChannel(FlatGraph.input(node, 0), scale, shift));
  }

  private static Optional<double[]> constant(FlatGraph graph, TensorRef tensor, int channels)
      throws UnpreparableModelException {
    return graph
        .constant(tensor)
        .filter(value -> value.dtype() == DataType.DT_FLOAT && value.elements() == channels)
        .map(value -> doubles(value.floats()));
  }

  private static Optional<PerChannel> binary(
      FlatGraph graph, NodeDef node, Layout layout, int rank, int channels)
      throws UnpreparableModelException {
    for (int side = 1; side >= 0; side--) {
      Optional<HostTensor> operand = graph.constant(FlatGraph.input(node, side));
      if (operand.isPresent() && isPerChannel(operand.get().shape(), layout, rank, channels)) {
        TensorRef input = FlatGraph.input(node, 1 - side);
        double[] c = doubles(operand.get().floats());
        boolean constantLast = side == 1;
        return switch (node.getOp()) {
          case "AddV2" -> Optional.of(new PerChannel(input, ONE, c));
          case "Mul" -> Optional.of(new PerChannel(input, c, ZERO));
          case "Sub" ->
              Optional.of(
                  constantLast
                      ? new PerChannel(input, ONE, map(c, x -> -x))
                      : new PerChannel(input, new double[] {-1}, c));
          case "RealDiv" ->
              constantLast
                  ? Optional.of(new PerChannel(input, map(c, x -> 1 / x), ZERO))
                  : Optional.empty();
          default -> Optional.empty();
        };
      }
    }
    return Optional.empty();
  }

  /** Whether a constant of this shape, broadcast, has one value per channel or one for all. */
  private static boolean isPerChannel(List<Long> shape, Layout layout, int rank, int channels) {
    if (shape.size() > rank) {
      return false;
    }
    int fromEnd = layout == Layout.NCHW && rank == 4 ? 3 : 1;
    for (int i = 0; i < shape.size(); i++) {
      boolean channel = shape.size() - i == fromEnd;
      if (shape.get(i) != 1 && !(channel && shape.get(i) == channels)) {
        return false;
      }
    }
    return true;
  }

  private static double[] map(double[] values, DoubleUnaryOperator f) {
    return Arrays.stream(values).map(f).toArray();
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  TensorRef input() {
    return input;
  }

  double scale(int channel) {
    return scale[scale.length == 1 ? 0 : channel];
  }

  double shift(int channel) {
    return shift[shift.length == 1 ? 0 : channel];
  }

  /** Whether it scales channels differently, as a batch normalisation does and a bias does not. */
  boolean scales() {
    return scale.length > 1;
  }
}
