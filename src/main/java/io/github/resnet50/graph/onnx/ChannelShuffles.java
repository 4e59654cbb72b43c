package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/**
 * Channel shuffles (Zhang et al. 2018): a map whose channels are seen as a matrix, {@code
 * [N,H,W,G,C]}, which is transposed and seen as channels again. They stay among the channels that
 * ONNX has first, so that the map need not be turned to last and back.
 */
final class ChannelShuffles {
  private static final long[] SHUFFLE = {0, 1, 2, 4, 3};

  private final OnnxConverter converter;
  private final FlatGraph graph;

  ChannelShuffles(OnnxConverter converter) {
    this.converter = converter;
    this.graph = converter.graph();
  }

  /**
   * Adds the counterpart of a reshaping that ends one.
   *
   * @return empty, and nothing is added, where it ends none
   */
  Optional<Value> ending(NodeDef node) throws UnpreparableModelException {
    NodeDef transposition = graph.producer(FlatGraph.input(node, 0));
    if (!transposition.getOp().equals("Transpose")
        || !converter.isConstant(transposition, 1)
        || !Arrays.equals(SHUFFLE, converter.constant(transposition, 1).longs())) {
      return Optional.empty();
    }
    TensorRef matrix = FlatGraph.input(transposition, 0);
    NodeDef first = graph.producer(matrix);
    if (!first.getOp().equals("Reshape")) {
      return Optional.empty();
    }
    Value in = converter.input(first, 0);
    List<Long> apart = converter.sizes(matrix);
    List<Long> sizes = converter.sizes(node);
    boolean places = in.turned() && in.sizes().equals(sizes);
    if (!places
        || !apart.subList(0, 3).equals(sizes.subList(0, 3))
        || (sizes.get(1) < 0 && sizes.get(2) < 0)) {
      return Optional.empty();
    }
    return Optional.of(shuffled(node, in, apart.get(3), apart.get(4)));
  }

  private Value shuffled(NodeDef node, Value in, long groups, long channels)
      throws UnpreparableModelException {
    String seen = reshaped(node, ".apart", in.name(), List.of(0L, groups, channels, -1L));
    Map<String, Object> order = Map.of("perm", List.of(0L, 2L, 1L, 3L));
    String name = node.getName() + ".shuffled";
    String turned = converter.model().add("Transpose", name, List.of(seen), order);
    List<Long> sizes = List.of(0L, groups * channels, in.sizes().get(1), in.sizes().get(2));
    return new Value(reshaped(node, "", turned, sizes), in.sizes(), true);
  }

  /**
   * @param sizes 0 for what stays
   */
  private String reshaped(NodeDef node, String suffix, String from, List<Long> sizes) {
    String name = node.getName() + suffix;
    String shape = converter.model().constant(name + ".sizes", Constant.longs(sizes));
    return converter.model().add("Reshape", name, List.of(from, shape), Map.of());
  }
}
