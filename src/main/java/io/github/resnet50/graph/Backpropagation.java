package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What TensorFlow's own gradients of a graph need to be right.
 *
 * <p>They know nothing of explicit padding, which becomes nodes of its own, nor of dilation, which
 * becomes zeros within filters, and little of convolutions in groups, which become one for each. On
 * processors they are of channels last alone, so what has them first is transposed around.
 *
 * <p>Gradients of convolutions with respect to their inputs are computed in double precision, by
 * Eigen, since oneDNN has no kernels for that; those that it has for single precision cannot be
 * trusted. Where there is AVX-512, those of oneDNN 3.3.4 (TensorFlow 2.16) leave out the last
 * channels that do not fill a block, in 83 of 375 shapes tried: 32 of 2048 and of 1280, 16 of 1024,
 * 32 of 512 in batches of 4 and more (1x1), 16 of 80 and of 112 (3x3). It takes twice as long, of a
 * small part of an explanation.
 */
final class Backpropagation {
  private static final Set<String> BACKWARD =
      Set.of("Conv2DBackpropInput", "DepthwiseConv2dNativeBackpropInput");

  /** And {@code MaxPool}, before which other values are added. */
  private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", "DepthwiseConv2dNative");

  private static final Set<String> OF_CHANNELS_LAST =
      Set.of("Conv2D", "DepthwiseConv2dNative", "MaxPool", "AvgPool");

  private static final String AMOUNTS = "explicit_paddings";

  private Backpropagation() {}

  /** Says by other operations what has no gradient. */
  static void makeDifferentiable(FlatGraph graph) throws UnpreparableModelException {
    graph.rewrite(node -> isExplicit(node) ? padOutside(graph, node) : Optional.empty());
    graph.rewrite(node -> isChannelsFirst(node) ? channelsLast(graph, node) : Optional.empty());
    graph.rewrite(
        node -> CONVOLUTIONS.contains(node.getOp()) ? fillFilter(graph, node) : Optional.empty());
    Shapes shapes = Shapes.infer(graph);
    graph.rewrite(
        node -> node.getOp().equals("Conv2D") ? separate(graph, node, shapes) : Optional.empty());
  }

  private static boolean isExplicit(NodeDef node) {
    AttrValue padding = node.getAttrMap().get("padding");
    return padding != null && padding.getS().toStringUtf8().equals("EXPLICIT");
  }

  private static boolean isChannelsFirst(NodeDef node) {
    return OF_CHANNELS_LAST.contains(node.getOp()) && Layout.of(node) == Layout.NCHW;
  }

  /** Explicit padding, which would have to change places as well, is none by now. */
  private static Optional<NodeDef> channelsLast(FlatGraph graph, NodeDef node) {
    String name = node.getName();
    AttrValue type = node.getAttrOrThrow("T");
    NodeDef.Builder map = transpose(graph, name + "/map", type, node.getInput(0), 0, 2, 3, 1);
    NodeDef.Builder last =
        node.toBuilder()
            .setName(name + "/channels_last")
            .setInput(0, graph.add(map).asInput())
            .putAttr("data_format", Attributes.s(Layout.NHWC.name()));
    for (String sizes : List.of("strides", "dilations", "ksize")) {
      AttrValue first = node.getAttrMap().get(sizes);
      if (first != null && first.getList().getICount() == 4) {
        AttrValue.ListValue of = first.getList();
        last.putAttr(sizes, Attributes.longs(of.getI(0), of.getI(2), of.getI(3), of.getI(1)));
      }
    }
    return Optional.of(transpose(graph, name, type, graph.add(last).asInput(), 0, 3, 1, 2).build());
  }

  private static NodeDef.Builder transpose(
      FlatGraph graph, String name, AttrValue type, String input, int... order) {
    TensorRef places = graph.add(name + "/order", HostTensor.ints(order).shaped(4L));
    return Attributes.node("Transpose", name, input, places.asInput())
        .putAttr("T", type)
        .putAttr("Tperm", Attributes.type(DataType.DT_INT32));
  }

  /** Zeros between a filter's rows and columns are the same as steps over places. */
  private static Optional<NodeDef> fillFilter(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    AttrValue dilations = node.getAttrMap().get("dilations");
    Optional<HostTensor> filter = graph.constant(FlatGraph.input(node, 1));
    if (dilations == null || dilations.getList().getICount() != 4 || filter.isEmpty()) {
      return Optional.empty();
    }
    int axis = Layout.of(node).height();
    int down = Math.toIntExact(dilations.getList().getI(axis));
    int right = Math.toIntExact(dilations.getList().getI(axis + 1));
    if (down == 1 && right == 1) {
      return Optional.empty();
    }
    HostTensor filled = spread(filter.get(), down, right);
    return Optional.of(
        node.toBuilder()
            .setInput(1, graph.add(node.getName() + "/filled", filled).asInput())
            .putAttr("dilations", Attributes.longs(1, 1, 1, 1))
            .build());
  }

  private static HostTensor spread(HostTensor filter, int down, int right) {
    List<Long> shape = filter.shape();
    int height = Math.toIntExact(shape.get(0));
    int width = Math.toIntExact(shape.get(1));
    float[] values = filter.floats();
    int weights = values.length / (height * width);
    int wide = (width - 1) * right + 1;
    int high = (height - 1) * down + 1;
    float[] spread = new float[high * wide * weights];
    for (int tap = 0; tap < height * width; tap++) {
      int place = tap / width * down * wide + tap % width * right;
      System.arraycopy(values, tap * weights, spread, place * weights, weights);
    }
    return HostTensor.floats(List.of((long) high, (long) wide, shape.get(2), shape.get(3)), spread);
  }

  private static Optional<NodeDef> separate(FlatGraph graph, NodeDef node, Shapes shapes) {
    Optional<long[]> input = shapes.of(FlatGraph.input(node, 0));
    Optional<long[]> filter = shapes.of(FlatGraph.input(node, 1));
    if (input.isEmpty() || filter.isEmpty()) {
      return Optional.empty();
    }
    int axis = Layout.of(node).channels();
    int groups = Math.toIntExact(input.get()[axis] / filter.get()[2]);
    if (groups < 2) {
      return Optional.empty();
    }
    String name = node.getName();
    TensorRef maps = split(graph, name + "/groups", node.getInput(0), axis, groups);
    TensorRef filters = split(graph, name + "/filters", node.getInput(1), 3, groups);
    NodeDef.Builder joined =
        Attributes.node("ConcatV2", name)
            .putAttr("N", AttrValue.newBuilder().setI(groups).build())
            .putAttr("Tidx", Attributes.type(DataType.DT_INT32));
    for (int group = 0; group < groups; group++) {
      NodeDef.Builder part =
          node.toBuilder()
              .setName(name + "/group")
              .setInput(0, new TensorRef(maps.node(), group).asInput())
              .setInput(1, new TensorRef(filters.node(), group).asInput());
      joined.addInput(graph.add(part).asInput());
    }
    joined.addInput(graph.add(name + "/axis", HostTensor.ints(axis).shaped()).asInput());
    return Optional.of(joined.build());
  }

  private static TensorRef split(FlatGraph graph, String name, String input, int axis, int parts) {
    TensorRef along = graph.add(name + "/axis", HostTensor.ints(axis).shaped());
    return graph.add(
        Attributes.node("Split", name, along.asInput(), input)
            .putAttr("num_split", AttrValue.newBuilder().setI(parts).build()));
  }

  private static Optional<NodeDef> padOutside(FlatGraph graph, NodeDef node) {
    boolean convolution = CONVOLUTIONS.contains(node.getOp());
    if (!convolution && !node.getOp().equals("MaxPool")) {
      return Optional.empty();
    }
    int[] amounts =
        node.getAttrOrThrow(AMOUNTS).getList().getIList().stream()
            .mapToInt(Long::intValue)
            .toArray();
    String name = node.getName();
    TensorRef sides =
        graph.add(
            name + "/paddings", HostTensor.ints(amounts).shaped((long) amounts.length / 2, 2L));
    NodeDef.Builder pad =
        Attributes.node("Pad", name + "/padded", node.getInput(0), sides.asInput())
            .putAttr("Tpaddings", Attributes.type(DataType.DT_INT32));
    if (!convolution) {
      TensorRef lowest =
          graph.add(name + "/lowest", HostTensor.floats(List.of(), -Float.MAX_VALUE));
      pad.setOp("PadV2").addInput(lowest.asInput());
    }
    return Optional.of(
        node.toBuilder()
            .setInput(0, graph.add(pad).asInput())
            .putAttr("padding", Attributes.s("VALID"))
            .removeAttr(AMOUNTS)
            .build());
  }

  /** The same graph with such gradients; nodes keep their names and give floats as before. */
  static GraphDef inDoubles(GraphDef graph) {
    List<NodeDef> nodes = new ArrayList<>();
    for (NodeDef node : graph.getNodeList()) {
      if (BACKWARD.contains(node.getOp())
          && node.getAttrOrThrow("T").getType() == DataType.DT_FLOAT) {
        nodes.addAll(inDoubles(node));
      } else {
        nodes.add(node);
      }
    }
    return graph.toBuilder().clearNode().addAllNode(nodes).build();
  }

  /** Inputs are the sizes of the result, the filter, the gradient of the output. */
  private static List<NodeDef> inDoubles(NodeDef node) {
    String name = node.getName();
    NodeDef.Builder exact =
        node.toBuilder()
            .setName(name + "/double")
            .setInput(1, name + "/filter")
            .setInput(2, name + "/gradient")
            .putAttr("T", Attributes.type(DataType.DT_DOUBLE));
    return List.of(
        cast(name + "/filter", node.getInput(1), DataType.DT_FLOAT, DataType.DT_DOUBLE),
        cast(name + "/gradient", node.getInput(2), DataType.DT_FLOAT, DataType.DT_DOUBLE),
        exact.build(),
        cast(name, exact.getName(), DataType.DT_DOUBLE, DataType.DT_FLOAT));
  }

  private static NodeDef cast(String name, String input, DataType from, DataType to) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Cast")
        .addInput(input)
        .putAttr("SrcT", Attributes.type(from))
        .putAttr("DstT", Attributes.type(to))
        .build();
  }
}
