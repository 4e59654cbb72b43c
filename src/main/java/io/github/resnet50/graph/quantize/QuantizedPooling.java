package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.quantize.QuantizedTensors.Quantized;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Maximum pooling in 8 bits. */
final class QuantizedPooling {
  /** Bytes that are padded as one element. */
  private static final int WORD = 8;

  private final FlatGraph graph;
  private final Shapes shapes;
  private final QuantizedTensors tensors;

  /**
   * @param graph that is written
   * @param shapes of the float tensors
   */
  QuantizedPooling(FlatGraph graph, Shapes shapes, QuantizedTensors tensors) {
    this.graph = graph;
    this.shapes = shapes;
    this.tensors = tensors;
  }

  /**
   * Whether a pooling can run in 8 bits: where the border is padded, the padding must be the
   * smallest value, which is zero here.
   */
  boolean isPossible(NodeDef node) {
    return node.getOp().equals("MaxPool")
        && tensors.isQuantized(FlatGraph.input(node, 0))
        && node.getAttrOrThrow("data_format").getS().toStringUtf8().equals("NHWC")
        && (!tensors.quantized(FlatGraph.input(node, 0)).range().signed()
            || explicitPadding(node).length == 0);
  }

  /** Writes the 8-bit form of a pooling. */
  void pool(NodeDef node) {
    TensorRef input = FlatGraph.input(node, 0);
    Quantized source = tensors.quantized(input);
    String name = graph.freshName(node.getName() + "/int8");
    long[] paddings = explicitPadding(node);
    String pooled = source.tensor().asInput();
    String padding = node.getAttrOrThrow("padding").getS().toStringUtf8();
    if (paddings.length > 0) {
      pooled = padded(name, source, shapes.of(input).orElse(new long[0]), paddings);
      padding = "VALID";
    }
    graph.put(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("QuantizedMaxPool")
            .addInput(pooled)
            .addInput(tensors.scalar(source.range().min()))
            .addInput(tensors.scalar(source.range().limit()))
            .putAttr("T", Attributes.type(source.dtype()))
            .putAttr("ksize", node.getAttrOrThrow("ksize"))
            .putAttr("strides", node.getAttrOrThrow("strides"))
            .putAttr("padding", Attributes.s(padding))
            .build());
    tensors.replace(
        new TensorRef(node.getName(), 0), new Quantized(new TensorRef(name, 0), source.range()));
  }

  /**
   * The paddings of a convolution or pooling, two per dimension; empty if a rule such as SAME
   * applies.
   */
  static long[] explicitPadding(NodeDef node) {
    return node.getAttrOrThrow("padding").getS().toStringUtf8().equals("EXPLICIT")
        ? node.getAttrOrThrow("explicit_paddings").getList().getIList().stream()
            .mapToLong(Long::longValue)
            .toArray()
        : new long[0];
  }

  /**
   * TensorFlow pads element by element, which for bytes takes as long as ten convolutions. Viewing
   * eight channels as one number gives the same bytes with an eighth of the elements.
   */
  private String padded(String name, Quantized source, long[] shape, long[] paddings) {
    boolean words =
        shape.length == 4
            && Arrays.stream(shape).skip(1).allMatch(size -> size > 0)
            && shape[3] % WORD == 0
            && paddings[6] + paddings[7] == 0;
    if (!words) {
      return pad(name + "/pad", source.tensor().asInput(), source.dtype(), paddings);
    }
    int height = Math.toIntExact(shape[1]);
    int width = Math.toIntExact(shape[2]);
    int channels = Math.toIntExact(shape[3]);
    DataType bytes = source.dtype();
    String split =
        reshape(
            name + "/split",
            source.tensor().asInput(),
            bytes,
            -1,
            height,
            width,
            channels / WORD,
            WORD);
    String wide = bitcast(name + "/words", split, bytes, DataType.DT_INT64);
    String pad = pad(name + "/pad", wide, DataType.DT_INT64, paddings);
    String narrow = bitcast(name + "/bytes", pad, DataType.DT_INT64, bytes);
    int paddedHeight = Math.toIntExact(height + paddings[2] + paddings[3]);
    int paddedWidth = Math.toIntExact(width + paddings[4] + paddings[5]);
    return reshape(name + "/joined", narrow, bytes, -1, paddedHeight, paddedWidth, channels);
  }

  private String pad(String name, String input, DataType type, long[] paddings) {
    int[] pairs = Arrays.stream(paddings).mapToInt(Math::toIntExact).toArray();
    HostTensor amounts =
        new HostTensor(DataType.DT_INT32, List.of(4L, 2L), HostTensor.ints(pairs).content());
    graph.put(amounts.toConst(name + "/paddings"));
    return put(
        Attributes.node("Pad", name, input, name + "/paddings")
            .putAttr("T", Attributes.type(type))
            .putAttr("Tpaddings", Attributes.type(DataType.DT_INT32)));
  }

  private String reshape(String name, String input, DataType type, int... shape) {
    graph.put(HostTensor.ints(shape).toConst(name + "/shape"));
    return put(
        Attributes.node("Reshape", name, input, name + "/shape")
            .putAttr("T", Attributes.type(type))
            .putAttr("Tshape", Attributes.type(DataType.DT_INT32)));
  }

  private String bitcast(String name, String input, DataType from, DataType to) {
    return put(
        Attributes.node("Bitcast", name, input)
            .putAttr("T", Attributes.type(from))
            .putAttr("type", Attributes.type(to)));
  }

  private String put(NodeDef.Builder node) {
    graph.put(node.build());
    return node.getName();
  }
}
