package io.github.resnet50.graph.onnx;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxModel.Constant;
import io.github.resnet50.graph.onnx.OnnxModel.Tensor;
import io.github.resnet50.graph.onnx.file.ElementType;
import io.github.resnet50.graph.prepare.PaddingMerger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Writes a prepared graph of standard operations as ONNX. Images and feature maps have their
 * channels first there, which is how convolutions are defined; where TensorFlow has them last, they
 * stay turned for as long as operations allow it, and are turned back where one does not.
 *
 * <p>Needs TensorFlow's native library for the shapes. One graph each.
 */
public final class OnnxConverter {
  static final List<Long> CHANNELS_FIRST = List.of(0L, 3L, 1L, 2L);
  private static final List<Long> CHANNELS_LAST = List.of(0L, 2L, 3L, 1L);

  private final FlatGraph graph;
  private final Shapes shapes;
  private final OnnxModel model = new OnnxModel();
  private final Map<TensorRef, Value> values = new LinkedHashMap<>();
  private final Map<String, Operation> operations = new HashMap<>();

  private OnnxConverter(FlatGraph graph) {
    this.graph = graph;
    this.shapes = Shapes.infer(graph);
    operations.putAll(new PointwiseOperations(this).all());
    operations.putAll(new WindowOperations(this).all());
    operations.putAll(new ShapeOperations(this).all());
  }

  /**
   * Converts a graph with all outputs of its signature. Its images have their channels first in the
   * ONNX graph, whatever TensorFlow's order is, and so have its feature maps.
   *
   * @param prepared standard operations only, not fused
   * @return the content of a file of ONNX
   * @throws UnpreparableModelException naming the operation that has no counterpart
   */
  public static byte[] convert(SavedModelFile prepared)
      throws SavedModelException, UnpreparableModelException {
    FlatGraph graph = prepared.graph();
    graph.prune();
    new PaddingMerger(Shapes::infer, true).apply(graph);
    OnnxConverter converter = new OnnxConverter(graph);
    converter.convert(prepared.input());
    return converter.model.toBytes().toByteArray();
  }

  /**
   * Converts a graph in the same way, to be written with operations in 8 bits.
   *
   * @param graph pruned; its convolutions may be fused
   * @param levels what the input is of images
   * @throws UnpreparableModelException naming the operation that has no counterpart
   */
  public static OnnxQuantizer quantizer(FlatGraph graph, GraphInput input, ImageLevels levels)
      throws UnpreparableModelException {
    OnnxConverter converter = new OnnxConverter(graph);
    converter.convert(input);
    Map<String, TensorRef> tensors = new HashMap<>();
    converter.values.forEach((tensor, value) -> tensors.putIfAbsent(value.name(), tensor));
    return new OnnxQuantizer(converter.model, tensors, levels);
  }

  private void convert(GraphInput input) throws UnpreparableModelException {
    List<Long> sizes = input.sizes();
    boolean turned = sizes.size() == 4 && isChannels(sizes.get(3)) && !isChannels(sizes.get(1));
    Tensor declared = new Tensor(input.name(), type(input.dtype()), ordered(sizes, turned));
    String images = model.addInput(declared);
    values.put(input.tensor(), new Value(images, sizes, turned));
    for (NodeDef node : graph.nodes()) {
      if (!node.getOp().equals("Const") && !node.getName().equals(input.tensor().node())) {
        convert(node);
      }
    }
    for (Map.Entry<String, TensorRef> output : graph.outputs().entrySet()) {
      addOutput(output.getKey(), value(output.getValue()));
    }
  }

  private static boolean isChannels(long size) {
    return size == 3 || size == 1;
  }

  private void addOutput(String name, Value value) {
    boolean map = value.rank() == 4;
    String from = map ? channelsFirst(value, Layout.of(graph)) : asIs(value);
    boolean turned = map && Layout.of(graph) == Layout.NHWC;
    List<Long> sizes = ordered(value.sizes(), turned);
    model.addOutput(new Tensor(name, ElementType.FLOAT, sizes), from);
  }

  private void convert(NodeDef node) throws UnpreparableModelException {
    Operation operation = operations.get(node.getOp());
    if (operation == null) {
      throw unknown(node);
    }
    List<Value> outputs = operation.convert(node);
    for (int i = 0; i < outputs.size(); i++) {
      values.put(new TensorRef(node.getName(), i), outputs.get(i));
    }
  }

  /** A node that has no counterpart, or not with its attributes. */
  static UnpreparableModelException unknown(NodeDef node) {
    return new UnpreparableModelException(
        "its operation %s (%s) is not translated to ONNX".formatted(node.getOp(), node.getName()));
  }

  static ElementType type(DataType type) throws UnpreparableModelException {
    return switch (type) {
      case DT_FLOAT -> ElementType.FLOAT;
      case DT_UINT8 -> ElementType.UINT8;
      case DT_INT8 -> ElementType.INT8;
      case DT_INT32 -> ElementType.INT32;
      case DT_INT64 -> ElementType.INT64;
      default -> throw new UnpreparableModelException("tensors of " + type + " are not translated");
    };
  }

  FlatGraph graph() {
    return graph;
  }

  OnnxModel model() {
    return model;
  }

  /** The sizes that a node's output has, -1 for open ones. */
  List<Long> sizes(TensorRef tensor) throws UnpreparableModelException {
    return Arrays.stream(
            shapes
                .of(tensor)
                .orElseThrow(
                    () ->
                        new UnpreparableModelException(
                            "the shape of " + tensor + " cannot be told before it runs")))
        .boxed()
        .toList();
  }

  List<Long> sizes(NodeDef node) throws UnpreparableModelException {
    return sizes(new TensorRef(node.getName(), 0));
  }

  /** Sizes in ONNX's order. */
  private static List<Long> ordered(List<Long> sizes, boolean turned) {
    return turned
        ? CHANNELS_FIRST.stream().map(axis -> sizes.get(axis.intValue())).toList()
        : sizes;
  }

  /** A node's input. */
  Value input(NodeDef node, int index) throws UnpreparableModelException {
    return value(FlatGraph.input(node, index));
  }

  /** A tensor of TensorFlow's. */
  Value value(TensorRef tensor) throws UnpreparableModelException {
    Value known = values.get(tensor);
    if (known == null) {
      HostTensor constant = constant(tensor);
      String name =
          model.constant(
              tensor.node(),
              new Constant(type(constant.dtype()), constant.shape(), constant.content()));
      known = new Value(name, constant.shape(), false);
      values.put(tensor, known);
    }
    return known;
  }

  /** A node's constant input. */
  HostTensor constant(NodeDef node, int index) throws UnpreparableModelException {
    return graph.constant(FlatGraph.input(node, index)).orElseThrow(() -> unknown(node));
  }

  boolean isConstant(NodeDef node, int index) throws UnpreparableModelException {
    return graph.constant(FlatGraph.input(node, index)).isPresent();
  }

  private HostTensor constant(TensorRef tensor) throws UnpreparableModelException {
    return graph
        .constant(tensor)
        .orElseThrow(
            () -> new UnpreparableModelException("its tensor " + tensor + " is not translated"));
  }

  /** A tensor in TensorFlow's order. */
  String asIs(Value value) {
    return value.turned() ? transposed(value.name(), ".last", CHANNELS_LAST) : value.name();
  }

  /**
   * A batch of images with channels first.
   *
   * @param layout in which TensorFlow has it
   */
  String channelsFirst(Value value, Layout layout) {
    if (layout == Layout.NCHW) {
      return asIs(value);
    }
    return value.turned() ? value.name() : transposed(value.name(), ".first", CHANNELS_FIRST);
  }

  private String transposed(String name, String suffix, List<Long> order) {
    return model.addOnce("Transpose", name + suffix, List.of(name), Map.of("perm", order));
  }

  /**
   * A constant as an operand of turned tensors.
   *
   * @return of four dimensions, channels first; a single number as it is
   */
  String turnedConstant(NodeDef node, int index) throws UnpreparableModelException {
    HostTensor constant = constant(node, index);
    if (constant.elements() == 1) {
      return model.constant(
          node.getName() + ".number" + index, Constant.floats(List.of(), constant.floats()));
    }
    int missing = 4 - constant.shape().size();
    long[] sizes =
        IntStream.range(0, 4)
            .mapToLong(i -> i < missing ? 1 : constant.shape().get(i - missing))
            .toArray();
    float[] turned =
        Numbers.transposed(constant.floats(), (int) (sizes[1] * sizes[2]), (int) sizes[3]);
    return model.constant(
        node.getName() + ".turned" + index,
        Constant.floats(List.of(sizes[0], sizes[3], sizes[1], sizes[2]), turned));
  }

  /** Adds an operation with one output, of the node's name and sizes. */
  Value add(
      String op, NodeDef node, List<String> from, boolean turned, Map<String, Object> attributes)
      throws UnpreparableModelException {
    return new Value(model.add(op, node.getName(), from, attributes), sizes(node), turned);
  }

  /** Adds a reshaping to the node's sizes, of which one may be open. */
  Value reshaped(NodeDef node, String from) throws UnpreparableModelException {
    List<Long> sizes = sizes(node);
    if (sizes.stream().filter(size -> size < 0).count() > 1) {
      throw unknown(node);
    }
    String shape = model.constant(node.getName() + ".shape", Constant.longs(sizes));
    return add("Reshape", node, List.of(from, shape), false, Map.of());
  }
}
