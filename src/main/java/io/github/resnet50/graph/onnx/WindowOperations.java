package io.github.resnet50.graph.onnx;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import io.github.resnet50.graph.onnx.OnnxModel.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/** Operations that slide a window over images: convolutions, poolings; and batch normalisation. */
final class WindowOperations {
  private static final String DILATIONS = "dilations";
  private static final String AUTO_PAD = "auto_pad";
  private static final String PADS = "pads";
  private static final String VALID = "VALID";
  private static final String DEPTHWISE = "DepthwiseConv2dNative";
  private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", DEPTHWISE);

  private final OnnxConverter converter;

  WindowOperations(OnnxConverter converter) {
    this.converter = converter;
  }

  Map<String, Operation> all() {
    Map<String, Operation.Single> all = new HashMap<>();
    CONVOLUTIONS.forEach(name -> all.put(name, node -> convolution(node, node.getName(), null)));
    all.put("_FusedConv2D", this::fused);
    all.put("_FusedDepthwiseConv2dNative", this::fused);
    all.put("MaxPool", node -> pool("MaxPool", node));
    all.put("AvgPool", node -> pool("AveragePool", node));
    for (String version : List.of("", "V2", "V3")) {
      all.put("FusedBatchNorm" + version, this::batchNorm);
    }
    return Operation.of(all);
  }

  static boolean isConvolution(NodeDef node) {
    return node != null && CONVOLUTIONS.contains(node.getOp());
  }

  /**
   * A convolution.
   *
   * @param name of the result
   * @param bias a number an output channel, or null
   */
  Value convolution(NodeDef node, String name, HostTensor bias) throws UnpreparableModelException {
    Layout layout = Layout.of(node);
    Value in = converter.input(node, 0);
    HostTensor kernel = converter.constant(node, 1);
    boolean depthwise = node.getOp().contains("Depthwise");
    int places = Math.toIntExact(kernel.shape().get(0) * kernel.shape().get(1));
    int inputs = Math.toIntExact(kernel.shape().get(2));
    int outputs = Math.toIntExact(kernel.shape().get(3));
    List<Long> size = kernel.shape().subList(0, 2);
    // TensorFlow keeps a kernel's outputs innermost, ONNX outermost; a depthwise one has as many
    // groups as inputs.
    int columns = depthwise ? inputs * outputs : outputs;
    int perOutput = depthwise ? 1 : inputs;
    float[] weights = outputsFirst(kernel.floats(), places, perOutput, columns);
    long channels = converter.sizes(FlatGraph.input(node, 0)).get(layout.channels());
    if (channels <= 0) {
      throw OnnxConverter.unknown(node);
    }
    long groups = depthwise ? inputs : channels / inputs;
    OnnxModel model = converter.model();
    Map<String, Object> attributes = window(node, layout, size);
    List<String> from = new ArrayList<>();
    from.add(withoutPad(converter.channelsFirst(in, layout), attributes));
    List<Long> sizes = List.of((long) columns, (long) perOutput, size.get(0), size.get(1));
    from.add(model.constant(node.getName() + ".weight", Constant.floats(sizes, weights)));
    if (bias != null) {
      float[] values = bias.floats();
      Constant vector = Constant.floats(List.of((long) values.length), values);
      from.add(model.constant(name + ".bias", vector));
    }
    attributes.put("dilations", spatial(node, DILATIONS, layout));
    attributes.put("group", groups);
    String result = model.add("Conv", name, from, attributes);
    return new Value(result, converter.sizes(node), layout == Layout.NHWC);
  }

  /**
   * Lets a convolution pad itself: TensorFlow's depthwise ones cannot, and ONNX Runtime would turn
   * what is padded on its own out of its inner layout and back.
   *
   * @param in what it takes
   * @param attributes of the convolution; changed
   * @return what was padded; {@code in} where nothing was, or not with zeros at the borders
   */
  private String withoutPad(String in, Map<String, Object> attributes) {
    if (!VALID.equals(attributes.get(AUTO_PAD))) {
      return in;
    }
    Optional<Node> pad = converter.model().maker(in).filter(node -> node.op().equals("Pad"));
    List<Long> all = pad.flatMap(this::zerosAround).orElse(List.of());
    if (all.size() != 8
        || !IntStream.of(0, 1, 4, 5).allMatch(i -> all.get(i) == 0)
        || !all.stream().allMatch(amount -> amount >= 0)) {
      return in;
    }
    attributes.remove(AUTO_PAD);
    attributes.put(PADS, List.of(all.get(2), all.get(3), all.get(6), all.get(7)));
    return pad.get().inputs().get(0);
  }

  /** How many zeros a pad puts before and after, all axes before and all after. */
  private Optional<List<Long>> zerosAround(Node pad) {
    boolean zeros = pad.inputs().size() == 2 && "constant".equals(pad.attributes().get("mode"));
    return zeros
        ? converter.model().constant(pad.inputs().get(1)).map(Constant::longs)
        : Optional.empty();
  }

  /** What TensorFlow fuses, one after the other; the last has the node's name. */
  private Value fused(NodeDef node) throws UnpreparableModelException {
    List<ByteString> operations = node.getAttrOrThrow("fused_ops").getList().getSList();
    Value value = null;
    for (int i = 0; i < operations.size(); i++) {
      String operation = operations.get(i).toStringUtf8();
      boolean last = i == operations.size() - 1;
      String name = last ? node.getName() : node.getName() + "." + operation;
      value =
          switch (operation) {
            case "BiasAdd" -> convolution(node, name, converter.constant(node, 2));
            case "Add" -> then("Add", name, value, residual(node));
            case "Relu", "Elu" -> then(operation, name, value);
            case "Relu6" -> new PointwiseOperations(converter).clipped(value, name, 0, 6);
            default -> throw OnnxConverter.unknown(node);
          };
    }
    return value;
  }

  /** An operation of values of the same sizes. */
  private Value then(String op, String name, Value value, String... others) {
    List<String> from = new ArrayList<>(List.of(value.name()));
    from.addAll(List.of(others));
    String result = converter.model().add(op, name, from, Map.of());
    return new Value(result, value.sizes(), value.turned());
  }

  private String residual(NodeDef node) throws UnpreparableModelException {
    return converter.channelsFirst(converter.input(node, 3), Layout.of(node));
  }

  /** {@code [places][inputs][outputs]} as {@code [outputs][inputs][places]}. */
  private static float[] outputsFirst(float[] values, int places, int inputs, int outputs) {
    float[] turned = new float[values.length];
    int to = 0;
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        for (int p = 0; p < places; p++) {
          turned[to++] = values[(p * inputs + i) * outputs + o];
        }
      }
    }
    return turned;
  }

  /** Padding counts for neither the maximum nor the mean, in both. */
  private Value pool(String op, NodeDef node) throws UnpreparableModelException {
    Layout layout = Layout.of(node);
    String in = converter.channelsFirst(converter.input(node, 0), layout);
    Map<String, Object> attributes = window(node, layout, spatial(node, "ksize", layout));
    return converter.add(op, node, List.of(in), layout == Layout.NHWC, attributes);
  }

  private static Map<String, Object> window(NodeDef node, Layout layout, List<Long> size)
      throws UnpreparableModelException {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", size);
    attributes.put("strides", spatial(node, "strides", layout));
    switch (node.getAttrOrThrow("padding").getS().toStringUtf8()) {
      case VALID -> attributes.put(AUTO_PAD, VALID);
      case "SAME" -> attributes.putAll(same(node, layout, size));
      case "EXPLICIT" -> {
        List<Long> all = node.getAttrOrThrow("explicit_paddings").getList().getIList();
        int h = 2 * layout.height();
        attributes.put(PADS, List.of(all.get(h), all.get(h + 2), all.get(h + 1), all.get(h + 3)));
      }
      default -> throw OnnxConverter.unknown(node);
    }
    return attributes;
  }

  /**
   * What {@code SAME} pads depends on the image's size only where windows leave something out; ONNX
   * Runtime does not know it for windows with holes, which TensorFlow has without strides alone.
   */
  private static Map<String, Object> same(NodeDef node, Layout layout, List<Long> size) {
    if (!spatial(node, "strides", layout).equals(List.of(1L, 1L))) {
      return Map.of(AUTO_PAD, "SAME_UPPER");
    }
    List<Long> dilations = spatial(node, DILATIONS, layout);
    long rows = (size.get(0) - 1) * dilations.get(0);
    long columns = (size.get(1) - 1) * dilations.get(1);
    return Map.of(PADS, List.of(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2));
  }

  /** What an attribute says of height and width. */
  private static List<Long> spatial(NodeDef node, String attribute, Layout layout) {
    AttrValue value = node.getAttrMap().get(attribute);
    return value == null || value.getList().getICount() == 0
        ? List.of(1L, 1L)
        : List.copyOf(value.getList().getIList().subList(layout.height(), layout.height() + 2));
  }

  private Value batchNorm(NodeDef node) throws UnpreparableModelException {
    if (node.getAttrMap().containsKey("is_training") && node.getAttrOrThrow("is_training").getB()) {
      throw OnnxConverter.unknown(node);
    }
    Layout layout = Layout.of(node);
    List<String> from = new ArrayList<>();
    from.add(converter.channelsFirst(converter.input(node, 0), layout));
    for (int i = 1; i <= 4; i++) {
      from.add(converter.asIs(converter.input(node, i)));
    }
    return converter.add(
        "BatchNormalization",
        node,
        from,
        layout == Layout.NHWC,
        Map.of("epsilon", node.getAttrOrThrow("epsilon").getF()));
  }
}
