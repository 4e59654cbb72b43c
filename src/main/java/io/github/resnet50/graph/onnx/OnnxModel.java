package io.github.resnet50.graph.onnx;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.onnx.file.ElementType;
import io.github.resnet50.graph.onnx.file.Fields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A model of ONNX, put together node by node in an order in which it can be computed, and written
 * as a file.
 */
final class OnnxModel {
  /** Which version of each operation nodes mean. */
  static final int OPERATOR_SET = 17;

  private static final long IR_VERSION = 8;

  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();

  /** The kinds of attributes that are written, with their numbers in {@code AttributeProto}. */
  private enum AttributeKind {
    FLOAT(1),
    INT(2),
    STRING(3),
    INTS(7);

    private final long number;

    AttributeKind(long number) {
      this.number = number;
    }
  }

  /**
   * An input or output.
   *
   * @param sizes -1 for the batch and other open ones
   */
  record Tensor(String name, ElementType type, List<Long> sizes) {
    Tensor {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * A constant tensor.
   *
   * @param sizes none for a scalar
   * @param content the elements, row-major and little-endian
   */
  record Constant(ElementType type, List<Long> sizes, ByteString content) {
    Constant {
      sizes = List.copyOf(sizes);
    }

    static Constant bytes(ElementType type, List<Long> sizes, byte... values) {
      return new Constant(type, sizes, ByteString.copyFrom(values));
    }

    static Constant ints(List<Long> sizes, int... values) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asIntBuffer().put(values);
      return new Constant(ElementType.INT32, sizes, ByteString.copyFrom(bytes));
    }

    float[] floats() {
      float[] values = new float[content.size() / 4];
      content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    }

    static Constant floats(List<Long> sizes, float... values) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      return new Constant(ElementType.FLOAT, sizes, ByteString.copyFrom(bytes));
    }

    List<Long> longs() {
      long[] values = new long[content.size() / 8];
      content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
      return Arrays.stream(values).boxed().toList();
    }

    /** A vector. */
    static Constant longs(List<Long> values) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
      values.forEach(bytes::putLong);
      return new Constant(
          ElementType.INT64, List.of((long) values.size()), ByteString.copyFrom(bytes.flip()));
    }
  }

  /**
   * An operation.
   *
   * @param attributes a {@code Long}, {@code Float}, {@code String} or {@code List<Long>} by name
   */
  record Node(
      String op, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      attributes = Map.copyOf(attributes);
    }
  }

  /** A model with the same inputs, outputs and constants, and no operations. */
  OnnxModel empty() {
    OnnxModel model = new OnnxModel();
    model.inputs.addAll(inputs);
    model.outputs.addAll(outputs);
    model.constants.putAll(constants);
    return model;
  }

  /** The same, whose images are bytes with the channels last. */
  OnnxModel emptyOfLevels() {
    OnnxModel model = empty();
    model.inputs.replaceAll(
        input -> {
          List<Long> sizes = input.sizes();
          return new Tensor(
              input.name(),
              ElementType.UINT8,
              List.of(sizes.get(0), sizes.get(2), sizes.get(3), sizes.get(1)));
        });
    return model;
  }

  /**
   * Adds the input with its channels first.
   *
   * @param name of the result, as nodes refer to it
   */
  String turnedInput(String name) {
    List<String> from = List.of(inputs.get(0).name());
    nodes.add(
        new Node("Transpose", from, List.of(name), Map.of("perm", OnnxConverter.CHANNELS_FIRST)));
    return name;
  }

  boolean isFloat(String input) {
    return inputs.stream()
        .anyMatch(tensor -> tensor.name().equals(input) && tensor.type() == ElementType.FLOAT);
  }

  /** The operations that take a value, outputs of the model included. */
  List<Node> takers(String value) {
    return nodes().stream().filter(node -> node.inputs().contains(value)).toList();
  }

  /** The operations that outputs need, in their order. */
  List<Node> nodes() {
    Set<String> needed = new HashSet<>();
    outputs.forEach(output -> needed.add(output.name()));
    Deque<Node> kept = new ArrayDeque<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(nodes.get(i).inputs());
        kept.addFirst(nodes.get(i));
      }
    }
    return List.copyOf(kept);
  }

  /** The operation that gives a value; empty where none does. */
  Optional<Node> maker(String value) {
    return nodes.stream().filter(node -> node.outputs().contains(value)).findFirst();
  }

  /** Adds an operation that another model has, with other inputs. */
  void add(Node node, List<String> from) {
    nodes.add(new Node(node.op(), from, node.outputs(), node.attributes()));
  }

  /** The names of the inputs. */
  Set<String> inputs() {
    return inputs.stream().map(Tensor::name).collect(Collectors.toSet());
  }

  /** A constant by the name that nodes have of it; empty where that is none. */
  Optional<Constant> constant(String name) {
    return Optional.ofNullable(constants.get(name));
  }

  /** Adds an input; by the name that is returned nodes refer to it. */
  String addInput(Tensor input) {
    inputs.add(input);
    return add("Identity", input.name(), List.of(input.name()), Map.of());
  }

  /** Adds an output. */
  void addOutput(Tensor output, String from) {
    outputs.add(output);
    nodes.add(new Node("Identity", List.of(from), List.of(output.name()), Map.of()));
  }

  /** Adds an operation with one output; by the name that is returned nodes refer to it. */
  String add(String op, String name, List<String> from, Map<String, Object> attributes) {
    return add(op, List.of(name), from, attributes).get(0);
  }

  /** Adds an operation; by the names that are returned nodes refer to its outputs. */
  List<String> add(
      String op, List<String> names, List<String> from, Map<String, Object> attributes) {
    List<String> results = names.stream().map(OnnxModel::inner).toList();
    nodes.add(new Node(op, from, results, attributes));
    return results;
  }

  /** As {@link #add}; nothing where there is an operation of this output already. */
  String addOnce(String op, String name, List<String> from, Map<String, Object> attributes) {
    String result = inner(name);
    return maker(result).isPresent() ? result : add(op, name, from, attributes);
  }

  /** Nodes of TensorFlow's may have the names of inputs and outputs. */
  private static String inner(String name) {
    return "/" + name;
  }

  /** Adds a constant, if there is none of this name yet; by the name returned it is referred to. */
  String constant(String name, Constant value) {
    constants.putIfAbsent(inner(name), value);
    return inner(name);
  }

  /** The file's content: what no output needs is left out. */
  ByteString toBytes() {
    List<Node> needed = nodes();
    Set<String> taken = new HashSet<>();
    needed.forEach(node -> taken.addAll(node.inputs()));
    ProtoMessage graph = new ProtoMessage();
    needed.forEach(node -> graph.add(Fields.Graph.NODES, message(node)));
    graph.add(Fields.Graph.NAME, "graph");
    constants.forEach(
        (name, constant) -> {
          if (taken.contains(name)) {
            graph.add(Fields.Graph.INITIALISERS, message(name, constant));
          }
        });
    inputs.forEach(input -> graph.add(Fields.Graph.INPUTS, message(input)));
    outputs.forEach(output -> graph.add(Fields.Graph.OUTPUTS, message(output)));
    return new ProtoMessage()
        .add(Fields.Model.IR_VERSION, IR_VERSION)
        .add(Fields.Model.PRODUCER, "resnet50")
        .add(Fields.Model.GRAPH, graph)
        .add(
            Fields.Model.OPERATOR_SETS,
            new ProtoMessage().add(Fields.OperatorSet.VERSION, OPERATOR_SET))
        .toBytes();
  }

  private static ProtoMessage message(Node node) {
    ProtoMessage message =
        new ProtoMessage()
            .add(Fields.Node.INPUTS, node.inputs())
            .add(Fields.Node.OUTPUTS, node.outputs())
            .add(Fields.Node.OPERATION, node.op());
    new TreeMap<>(node.attributes())
        .forEach((name, value) -> message.add(Fields.Node.ATTRIBUTES, attribute(name, value)));
    return message;
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage message = new ProtoMessage().add(Fields.Attribute.NAME, name);
    if (value instanceof Long number) {
      return of(AttributeKind.INT, message.add(Fields.Attribute.INT, number));
    }
    if (value instanceof Float number) {
      return of(AttributeKind.FLOAT, message.add(Fields.Attribute.FLOAT, number));
    }
    if (value instanceof String text) {
      return of(AttributeKind.STRING, message.add(Fields.Attribute.STRING, text));
    }
    for (Object number : (List<?>) value) {
      message.add(Fields.Attribute.INTS, (Long) number);
    }
    return of(AttributeKind.INTS, message);
  }

  private static ProtoMessage of(AttributeKind kind, ProtoMessage message) {
    return message.add(Fields.Attribute.TYPE, kind.number);
  }

  private static ProtoMessage message(String name, Constant constant) {
    ProtoMessage message = new ProtoMessage();
    constant.sizes().forEach(size -> message.add(Fields.Tensor.SIZES, size));
    return message
        .add(Fields.Tensor.TYPE, constant.type().number())
        .add(Fields.Tensor.NAME, name)
        .add(Fields.Tensor.CONTENT, constant.content());
  }

  private static ProtoMessage message(Tensor tensor) {
    ProtoMessage shape = new ProtoMessage();
    for (int i = 0; i < tensor.sizes().size(); i++) {
      long size = tensor.sizes().get(i);
      ProtoMessage dimension = new ProtoMessage();
      shape.add(
          Fields.ValueInfo.DIMENSIONS,
          size < 0
              ? dimension.add(Fields.ValueInfo.SIZE_NAME, i == 0 ? "N" : tensor.name() + i)
              : dimension.add(Fields.ValueInfo.SIZE, size));
    }
    ProtoMessage type =
        new ProtoMessage()
            .add(Fields.ValueInfo.ELEMENT_TYPE, tensor.type().number())
            .add(Fields.ValueInfo.SHAPE, shape);
    return new ProtoMessage()
        .add(Fields.ValueInfo.NAME, tensor.name())
        .add(Fields.ValueInfo.TYPE, new ProtoMessage().add(Fields.ValueInfo.TENSOR_TYPE, type));
  }
}
