package io.github.resnet50.peers.network;

import io.github.resnet50.peers.network.Network.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;

/**
 * Reads a prepared, unfused graph (NHWC) as a {@link Network} (NCHW). Knows the operations that
 * ResNets and MobileNets are made of; bias goes into convolution and dense layer, padding into
 * convolution and pooling.
 */
public final class NetworkReader {
  private static final String INPUT = "images";
  private static final String LEAST = "relu6.least";
  private static final String SIX = "relu6.six";

  private final TensorFlowGraph graph;
  private final List<Long> imageShape;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Weights> weights = new LinkedHashMap<>();

  /** What has been read, by the node that made it. */
  private final Map<String, Value> values = new HashMap<>();

  /**
   * A tensor of the network.
   *
   * @param shape of one image's part
   * @param positive whether it is never below zero
   */
  private record Value(String name, List<Long> shape, boolean positive) {}

  private NetworkReader(TensorFlowGraph graph, List<Long> imageShape) {
    this.graph = graph;
    this.imageShape = imageShape;
  }

  /**
   * Reads a model.
   *
   * @param prepared a SavedModel as {@code ModelPreparer} writes it without fusing
   * @param channels of an image
   * @param height of an image
   * @param width of an image
   * @throws NetworkException naming the operation that is not known here
   */
  public static Network read(Path prepared, long channels, long height, long width)
      throws IOException, NetworkException {
    TensorFlowGraph graph = TensorFlowGraph.read(prepared);
    NetworkReader reader = new NetworkReader(graph, List.of(channels, height, width));
    Value output = reader.value(graph.nodes().get(graph.output()));
    return new Network(
        INPUT, reader.imageShape, reader.nodes, reader.weights, output.name, output.shape.get(0));
  }

  /** Recursion is as deep as the network: a few hundred. */
  private Value value(NodeDef node) throws NetworkException {
    Value known = values.get(node.getName());
    if (known == null) {
      known = convert(node);
      values.put(node.getName(), known);
    }
    return known;
  }

  private Value convert(NodeDef node) throws NetworkException {
    return switch (node.getOp()) {
      case "Placeholder" -> new Value(INPUT, imageShape, false);
      case "Identity" -> value(graph.input(node, 0));
      case "Conv2D", "DepthwiseConv2dNative" -> convolution(node, null);
      case "MatMul" -> dense(node, null);
      case "BiasAdd" -> biased(node);
      case "Relu" -> {
        Value in = value(graph.input(node, 0));
        yield add("Relu", List.of(in.name), node, in.shape, true, Map.of());
      }
      case "Relu6" -> {
        Value in = value(graph.input(node, 0));
        weights.put(LEAST, Weights.floats(List.of(), 0));
        weights.put(SIX, Weights.floats(List.of(), 6));
        yield add("Clip", List.of(in.name, LEAST, SIX), node, in.shape, true, Map.of());
      }
      case "Add", "AddV2" -> {
        Value a = value(graph.input(node, 0));
        Value b = value(graph.input(node, 1));
        yield add(
            "Add", List.of(a.name, b.name), node, a.shape, a.positive && b.positive, Map.of());
      }
      case "MaxPool" -> maxPool(node);
      case "Mean" -> mean(node);
      case "Reshape" -> flat(node, value(graph.input(node, 0)));
      case "Softmax" -> {
        Value in = value(graph.input(node, 0));
        yield add("Softmax", List.of(in.name), node, in.shape, true, Map.of());
      }
      default -> throw unknown(node);
    };
  }

  private static NetworkException unknown(NodeDef node) {
    return new NetworkException(
        "its graph has a " + node.getOp() + " (" + node.getName() + "), which is not translated");
  }

  private Value biased(NodeDef node) throws NetworkException {
    NodeDef in = graph.input(node, 0);
    NodeDef bias = graph.input(node, 1);
    return switch (in.getOp()) {
      case "Conv2D", "DepthwiseConv2dNative" -> convolution(in, bias);
      case "MatMul" -> dense(in, bias);
      default -> throw unknown(node);
    };
  }

  private Value convolution(NodeDef node, NodeDef bias) throws NetworkException {
    requireNhwc(node);
    NodeDef source = graph.input(node, 0);
    Padding padding = Padding.NONE;
    if (source.getOp().equals("Pad")) {
      padding = Padding.of(TensorFlowGraph.ints(graph.input(source, 1)));
      source = graph.input(source, 0);
    }
    Value in = value(source);
    NodeDef kernel = graph.input(node, 1);
    List<Long> hwio = TensorFlowGraph.shape(kernel);
    if (node.getOp().equals("DepthwiseConv2dNative")) { // its last two sizes are the outputs
      hwio = List.of(hwio.get(0), hwio.get(1), 1L, hwio.get(2) * hwio.get(3));
    }
    long groups = in.shape.get(0) / hwio.get(2);
    List<Long> size = hwio.subList(0, 2);
    List<Long> strides = spatial(node, "strides");
    List<Long> dilations = spatial(node, "dilations");
    List<Long> window =
        List.of((size.get(0) - 1) * dilations.get(0) + 1, (size.get(1) - 1) * dilations.get(1) + 1);
    List<String> inputs = new ArrayList<>(List.of(in.name, node.getName() + ".weight"));
    weights.put(inputs.get(1), oihw(TensorFlowGraph.floats(kernel), hwio));
    if (bias != null) {
      inputs.add(node.getName() + ".bias");
      weights.put(inputs.get(2), vector(bias));
    }
    return windowed(
        "Conv",
        node,
        inputs,
        in,
        hwio.get(3),
        padding,
        window,
        strides,
        Map.of("kernel_shape", size, "strides", strides, "dilations", dilations, "group", groups));
  }

  private Value maxPool(NodeDef node) throws NetworkException {
    requireNhwc(node);
    NodeDef source = graph.input(node, 0);
    Padding padding = Padding.NONE;
    if (source.getOp().equals("Pad")) {
      padding = Padding.of(TensorFlowGraph.ints(graph.input(source, 1)));
      source = graph.input(source, 0);
      if (!value(source).positive) { // ONNX pads with the least number, not with zero
        throw new NetworkException(node.getName() + " pools zeros among negative numbers");
      }
    }
    Value in = value(source);
    List<Long> size = spatial(node, "ksize");
    List<Long> strides = spatial(node, "strides");
    return windowed(
        "MaxPool",
        node,
        List.of(in.name),
        in,
        in.shape.get(0),
        padding,
        size,
        strides,
        Map.of("kernel_shape", size, "strides", strides));
  }

  /** Adds an operation that slides a window, with all padding as its own. */
  private Value windowed(
      String op,
      NodeDef node,
      List<String> inputs,
      Value in,
      long channels,
      Padding before,
      List<Long> window,
      List<Long> strides,
      Map<String, Object> attributes)
      throws NetworkException {
    long height = in.shape.get(1) + before.top() + before.bottom();
    long width = in.shape.get(2) + before.left() + before.right();
    Padding own = Padding.of(node, height, width, window, strides);
    Padding all = before.plus(own);
    Map<String, Object> complete = new HashMap<>(attributes);
    complete.put("pads", all.onnx());
    List<Long> shape =
        List.of(
            channels,
            (height + own.top() + own.bottom() - window.get(0)) / strides.get(0) + 1,
            (width + own.left() + own.right() - window.get(1)) / strides.get(1) + 1);
    return add(op, inputs, node, shape, op.equals("MaxPool") && in.positive, complete);
  }

  private Value mean(NodeDef node) throws NetworkException {
    int[] axes = TensorFlowGraph.ints(graph.input(node, 1));
    if (axes.length != 2 || axes[0] != 1 || axes[1] != 2) {
      throw unknown(node);
    }
    Value in = value(graph.input(node, 0));
    long channels = in.shape.get(0);
    Value pooled =
        add(
            "GlobalAveragePool",
            List.of(in.name),
            node,
            List.of(channels, 1L, 1L),
            in.positive,
            Map.of());
    if (node.getAttrOrThrow("keep_dims").getB()) {
      return pooled;
    }
    return flat(node, pooled);
  }

  /** Of one value a channel, so that it does not matter whether channels come first or last. */
  private Value flat(NodeDef node, Value in) throws NetworkException {
    long channels = in.shape.get(0);
    if (in.shape.stream().reduce(1L, Math::multiplyExact) != channels) {
      throw unknown(node);
    }
    String name = in.name + ".flat";
    nodes.add(new Node("Flatten", List.of(in.name), name));
    return new Value(name, List.of(channels), in.positive);
  }

  private Value dense(NodeDef node, NodeDef bias) throws NetworkException {
    if (node.getAttrOrThrow("transpose_a").getB()) {
      throw unknown(node);
    }
    boolean transposed = node.getAttrOrThrow("transpose_b").getB();
    Value in = value(graph.input(node, 0));
    NodeDef kernel = graph.input(node, 1);
    List<Long> shape = TensorFlowGraph.shape(kernel);
    long classes = shape.get(transposed ? 0 : 1);
    List<String> inputs = List.of(in.name, node.getName() + ".weight", node.getName() + ".bias");
    weights.put(inputs.get(1), Weights.floats(shape, TensorFlowGraph.floats(kernel)));
    weights.put(
        inputs.get(2),
        bias == null
            ? Weights.floats(List.of(classes), new float[Math.toIntExact(classes)])
            : vector(bias));
    Map<String, Object> attributes = Map.of("transB", transposed ? 1L : 0L);
    return add("Gemm", inputs, node, List.of(classes), false, attributes);
  }

  private Value add(
      String op,
      List<String> inputs,
      NodeDef node,
      List<Long> shape,
      boolean positive,
      Map<String, Object> attributes) {
    nodes.add(new Node(op, inputs, node.getName(), attributes));
    return new Value(node.getName(), shape, positive);
  }

  private static Weights vector(NodeDef constant) throws NetworkException {
    return Weights.floats(TensorFlowGraph.shape(constant), TensorFlowGraph.floats(constant));
  }

  /** TensorFlow keeps a kernel's outputs innermost, ONNX outermost. */
  private static Weights oihw(float[] values, List<Long> hwio) {
    int positions = Math.toIntExact(hwio.get(0) * hwio.get(1));
    int inputs = Math.toIntExact(hwio.get(2));
    int outputs = Math.toIntExact(hwio.get(3));
    float[] turned = new float[values.length];
    int to = 0;
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        for (int p = 0; p < positions; p++) {
          turned[to++] = values[(p * inputs + i) * outputs + o];
        }
      }
    }
    return Weights.floats(List.of(hwio.get(3), hwio.get(2), hwio.get(0), hwio.get(1)), turned);
  }

  private static List<Long> spatial(NodeDef node, String attribute) {
    return List.copyOf(node.getAttrOrThrow(attribute).getList().getIList().subList(1, 3));
  }

  private static void requireNhwc(NodeDef node) throws NetworkException {
    if (!node.getAttrOrThrow("data_format").getS().toStringUtf8().equals("NHWC")) {
      throw new NetworkException(node.getName() + " is not NHWC");
    }
  }
}
