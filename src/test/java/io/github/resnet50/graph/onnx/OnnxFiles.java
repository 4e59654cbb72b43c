package io.github.resnet50.graph.onnx;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.onnx.file.Fields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files of ONNX as others write them, node by node; nothing of them is checked. */
public final class OnnxFiles {
  public static final int FLOAT = 1;
  public static final int INT64 = 7;
  public static final int FLOAT16 = 10;

  private final List<ProtoMessage> nodes = new ArrayList<>();
  private final List<ProtoMessage> initialisers = new ArrayList<>();
  private final List<ProtoMessage> inputs = new ArrayList<>();
  private final List<ProtoMessage> outputs = new ArrayList<>();
  private final Random random = new Random(7);
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private int operatorSet = 17;
  private int names;

  public OnnxFiles operatorSet(int version) {
    operatorSet = version;
    return this;
  }

  public int operatorSet() {
    return operatorSet;
  }

  /** Says something of itself. */
  public OnnxFiles metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Declares an input; -1 for an open size. */
  public OnnxFiles input(String name, int type, long... sizes) {
    inputs.add(value(name, type, sizes));
    return this;
  }

  public OnnxFiles output(String name, int type, long... sizes) {
    outputs.add(value(name, type, sizes));
    return this;
  }

  private static ProtoMessage value(String name, int type, long... sizes) {
    ProtoMessage shape = new ProtoMessage();
    for (int i = 0; i < sizes.length; i++) {
      ProtoMessage size = new ProtoMessage();
      shape.add(
          Fields.ValueInfo.DIMENSIONS,
          sizes[i] < 0
              ? size.add(Fields.ValueInfo.SIZE_NAME, "open" + i)
              : size.add(Fields.ValueInfo.SIZE, sizes[i]));
    }
    ProtoMessage tensor =
        new ProtoMessage()
            .add(Fields.ValueInfo.ELEMENT_TYPE, (long) type)
            .add(Fields.ValueInfo.SHAPE, shape);
    return new ProtoMessage()
        .add(Fields.ValueInfo.NAME, name)
        .add(Fields.ValueInfo.TYPE, new ProtoMessage().add(Fields.ValueInfo.TENSOR_TYPE, tensor));
  }

  private String fresh() {
    return "v" + names++;
  }

  /** An initialiser with whatever content. */
  public String tensor(int type, ByteBuffer content, long... sizes) {
    String name = fresh();
    initialisers.add(
        message(name, type, sizes)
            .add(Fields.Tensor.CONTENT, ByteString.copyFrom(content.rewind())));
    return name;
  }

  /** An initialiser that is kept in another file. */
  public String external(String location, long length, long... sizes) {
    String name = fresh();
    ProtoMessage message = message(name, FLOAT, sizes);
    Map.of("location", location, "length", String.valueOf(length))
        .forEach(
            (key, text) ->
                message.add(
                    Fields.Tensor.EXTERNAL,
                    new ProtoMessage().add(Fields.Entry.KEY, key).add(Fields.Entry.VALUE, text)));
    initialisers.add(message.add(Fields.Tensor.LOCATION, 1L));
    return name;
  }

  private static ProtoMessage message(String name, int type, long... sizes) {
    ProtoMessage message = new ProtoMessage();
    for (long size : sizes) {
      message.add(Fields.Tensor.SIZES, size);
    }
    return message.add(Fields.Tensor.TYPE, (long) type).add(Fields.Tensor.NAME, name);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A vector of numbers. */
  public String floats(float... values) {
    return floats(new long[] {values.length}, values);
  }

  public String floats(long[] sizes, float... values) {
    ByteBuffer content = buffer(4 * values.length);
    content.asFloatBuffer().put(values);
    return tensor(FLOAT, content, sizes);
  }

  public String scalar(float value) {
    return floats(new long[0], value);
  }

  /** Numbers around 0, of deviation 0.4. */
  public String weights(long... sizes) {
    float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.4 * random.nextGaussian());
    }
    return floats(sizes, values);
  }

  /** The same as numbers of 16 bits. */
  public String halves(long... sizes) {
    int count = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    ByteBuffer content = buffer(2 * count);
    for (int i = 0; i < count; i++) {
      content.putShort(half((float) (0.4 * random.nextGaussian())));
    }
    return tensor(FLOAT16, content, sizes);
  }

  /** Those of 16 bits that are 0, or not too small and not too large. */
  private static short half(float value) {
    int bits = Float.floatToIntBits(value);
    int exponent = ((bits >> 23) & 0xff) - 127 + 15;
    return (short)
        (exponent <= 0 ? 0 : ((bits >> 16) & 0x8000) | (exponent << 10) | ((bits >> 13) & 0x3ff));
  }

  /** Numbers from 0.5 to 1.5, such as variances. */
  public String positive(long size) {
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return floats(values);
  }

  public String longs(long... values) {
    return tensor(INT64, longBytes(values), values.length);
  }

  /** A whole number without an axis. */
  public String index(long value) {
    return tensor(INT64, longBytes(value));
  }

  private static ByteBuffer longBytes(long... values) {
    ByteBuffer content = buffer(8 * values.length);
    content.asLongBuffer().put(values);
    return content;
  }

  /**
   * Adds a node of one output; attributes are numbers, texts, lists, tensors and graphs by name.
   */
  public String node(String operation, Map<String, Object> attributes, String... from) {
    String name = fresh();
    nodes(operation, "", attributes, List.of(from), List.of(name));
    return name;
  }

  public String node(String operation, String... from) {
    return node(operation, Map.of(), from);
  }

  /** Adds a node. */
  public void nodes(
      String operation,
      String domain,
      Map<String, Object> attributes,
      List<String> from,
      List<String> to) {
    ProtoMessage node =
        new ProtoMessage()
            .add(Fields.Node.INPUTS, from)
            .add(Fields.Node.OUTPUTS, to)
            .add(Fields.Node.OPERATION, operation)
            .add(Fields.Node.DOMAIN, domain);
    attributes.forEach((name, value) -> node.add(Fields.Node.ATTRIBUTES, attribute(name, value)));
    nodes.add(node);
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage message = new ProtoMessage().add(Fields.Attribute.NAME, name);
    if (value instanceof Float number) {
      return message.add(Fields.Attribute.FLOAT, number).add(Fields.Attribute.TYPE, 1L);
    }
    if (value instanceof Number number) {
      return message.add(Fields.Attribute.INT, number.longValue()).add(Fields.Attribute.TYPE, 2L);
    }
    if (value instanceof long[] numbers) {
      return message
          .add(Fields.Attribute.TENSOR, longTensor(numbers))
          .add(Fields.Attribute.TYPE, 4L);
    }
    if (value instanceof long[][] tensors) { // more than a sound file has
      for (long[] numbers : tensors) {
        message.add(Fields.Attribute.TENSOR, longTensor(numbers));
      }
      return message.add(Fields.Attribute.TYPE, 4L);
    }
    if (value instanceof String text) {
      return message.add(Fields.Attribute.STRING, text).add(Fields.Attribute.TYPE, 3L);
    }
    if (value instanceof OnnxFiles within) {
      return message.add(Fields.Attribute.GRAPH, within.graph()).add(Fields.Attribute.TYPE, 5L);
    }
    for (Object number : (List<?>) value) {
      message.add(Fields.Attribute.INTS, ((Number) number).longValue());
    }
    return message.add(Fields.Attribute.TYPE, 7L);
  }

  private static ProtoMessage longTensor(long[] numbers) {
    return message("", INT64, numbers.length)
        .add(Fields.Tensor.CONTENT, ByteString.copyFrom(longBytes(numbers).rewind()));
  }

  private ProtoMessage graph() {
    ProtoMessage graph = new ProtoMessage().add(Fields.Graph.NAME, "graph");
    nodes.forEach(node -> graph.add(Fields.Graph.NODES, node));
    initialisers.forEach(tensor -> graph.add(Fields.Graph.INITIALISERS, tensor));
    inputs.forEach(input -> graph.add(Fields.Graph.INPUTS, input));
    outputs.forEach(output -> graph.add(Fields.Graph.OUTPUTS, output));
    return graph;
  }

  public byte[] toBytes() {
    ProtoMessage model = new ProtoMessage();
    metadata.forEach(
        (key, value) ->
            model.add(
                Fields.Model.METADATA,
                new ProtoMessage().add(Fields.Entry.KEY, key).add(Fields.Entry.VALUE, value)));
    return model
        .add(Fields.Model.IR_VERSION, operatorSet > 17 ? 9L : 8L)
        .add(Fields.Model.GRAPH, graph())
        .add(
            Fields.Model.OPERATOR_SETS,
            new ProtoMessage().add(Fields.OperatorSet.VERSION, (long) operatorSet))
        .toBytes()
        .toByteArray();
  }

  public Path write(Path file) throws IOException {
    return Files.write(file, toBytes());
  }
}
