package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The tensors of a graph that exist in 8 bits. Where the other form of a tensor is first requested,
 * a quantising or dequantising node is written.
 */
final class QuantizedTensors {
  private final FlatGraph graph;
  private final Function<TensorRef, QuantizedRange> ranges;
  private final Map<TensorRef, Quantized> quantized = new HashMap<>();
  private final Map<TensorRef, TensorRef> floats = new HashMap<>();
  private final Map<Float, String> scalars = new HashMap<>();

  /**
   * The 8-bit form of a tensor.
   *
   * @param tensor {@code quint8}, or {@code qint8} where the range is signed
   */
  record Quantized(TensorRef tensor, QuantizedRange range) {
    DataType dtype() {
      return range.signed() ? DataType.DT_QINT8 : DataType.DT_QUINT8;
    }
  }

  /**
   * @param graph that is written
   * @param ranges to represent float tensors in; null for one whose values are not known
   */
  QuantizedTensors(FlatGraph graph, Function<TensorRef, QuantizedRange> ranges) {
    this.graph = graph;
    this.ranges = ranges;
  }

  /** The range that a tensor has, or would have, in 8 bits. */
  QuantizedRange rangeOf(TensorRef tensor) {
    Quantized known = quantized.get(tensor);
    return known == null ? ranges.apply(tensor) : known.range();
  }

  boolean isQuantized(TensorRef tensor) {
    return quantized.containsKey(tensor);
  }

  /** Records that a float tensor now exists only in 8 bits. */
  void replace(TensorRef tensor, Quantized by) {
    quantized.put(tensor, by);
  }

  /** A tensor in 8 bits; a float tensor is quantised here. */
  Quantized quantized(TensorRef tensor) {
    return quantized.computeIfAbsent(tensor, this::quantize);
  }

  private Quantized quantize(TensorRef tensor) {
    QuantizedRange range = ranges.apply(tensor);
    Quantized form =
        new Quantized(new TensorRef(graph.freshName(tensor.node() + "/quantize"), 0), range);
    NodeDef node =
        NodeDef.newBuilder()
            .setName(form.tensor().node())
            .setOp("QuantizeV2")
            .addInput(tensor.asInput())
            .addInput(scalar(range.min()))
            .addInput(scalar(range.limit()))
            .putAttr("T", Attributes.type(form.dtype()))
            .putAttr("mode", Attributes.s("SCALED"))
            .putAttr("round_mode", Attributes.s("HALF_TO_EVEN"))
            .build();
    graph.put(node);
    floats.put(tensor, tensor);
    return form;
  }

  /** A tensor in float: unchanged, or dequantised here. */
  TensorRef floating(TensorRef tensor) {
    if (!quantized.containsKey(tensor)) {
      return tensor;
    }
    return floats.computeIfAbsent(tensor, this::dequantize);
  }

  private TensorRef dequantize(TensorRef tensor) {
    Quantized source = quantized.get(tensor);
    NodeDef node =
        NodeDef.newBuilder()
            .setName(graph.freshName(tensor.node() + "/dequantize"))
            .setOp("Dequantize")
            .addInput(source.tensor().asInput())
            .addInput(scalar(source.range().min()))
            .addInput(scalar(source.range().limit()))
            .putAttr("T", Attributes.type(source.dtype()))
            .putAttr("mode", Attributes.s("SCALED"))
            .putAttr("dtype", Attributes.type(DataType.DT_FLOAT))
            .build();
    graph.put(node);
    return new TensorRef(node.getName(), 0);
  }

  /** A constant node of one number, shared by all users of the same number. */
  String scalar(float value) {
    return scalars.computeIfAbsent(
        value,
        number -> {
          String name = graph.freshName("range/" + scalars.size());
          graph.put(HostTensor.floats(List.of(), number).toConst(name));
          return name;
        });
  }
}
