package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.quantize.ConvolutionSite.Activation;
import io.github.resnet50.graph.quantize.QuantizedTensors.Quantized;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Rewrites a prepared graph so that its convolutions run in 8 bits: TensorFlow's {@code
 * QuantizedConv2D…AndRequantize} with frozen ranges, which are oneDNN kernels. Activations are
 * unsigned after a ReLU, else signed; weights have one step per channel; biases stay float. Maximum
 * pooling runs in 8 bits too; everything else stays float after a {@code Dequantize}.
 */
final class Quantizer {
  private final FlatGraph source;
  private final Shapes shapes;
  private final Function<TensorRef, QuantizedRange> ranges;
  private final Map<String, ConvolutionSite> sites;
  private final Map<String, float[]> biases;
  private final FlatGraph graph;
  private final QuantizedTensors tensors;
  private final QuantizedPooling pooling;
  private final Set<TensorRef> shifted = new HashSet<>();

  /**
   * @param source pruned and sorted; not changed
   * @param shapes of {@code source}
   * @param ranges to represent its tensors in; null for one whose values are not known
   * @param sites the convolutions to run in 8 bits, by node name
   * @param biases that replace the convolutions' own, by node name
   */
  Quantizer(
      FlatGraph source,
      Shapes shapes,
      Function<TensorRef, QuantizedRange> ranges,
      Map<String, ConvolutionSite> sites,
      Map<String, float[]> biases) {
    this.source = source;
    this.shapes = shapes;
    this.ranges = ranges;
    this.sites = sites;
    this.biases = biases;
    this.graph = new FlatGraph(source.toGraphDef(), source.outputs());
    this.tensors = new QuantizedTensors(graph, ranges);
    this.pooling = new QuantizedPooling(graph, shapes, tensors);
  }

  /** Writes the graph with these convolutions in 8 bits. */
  FlatGraph quantize() throws UnpreparableModelException {
    findShifted();
    for (NodeDef node : source.nodes()) {
      ConvolutionSite site = sites.get(node.getName());
      if (site != null && isPossible(site)) {
        convolve(site);
      } else if (pooling.isPossible(node)) {
        pooling.pool(node);
      } else {
        keep(node);
      }
    }
    graph.outputs().replaceAll((name, tensor) -> tensors.floating(tensor));
    graph.prune();
    return graph;
  }

  /**
   * The kernel that adds a signed residual clips its sum at half the levels. So if nothing else
   * uses the residual, it is made unsigned: its limit is added to its bias, and subtracted from
   * that of the convolution that adds it.
   */
  private void findShifted() {
    Map<TensorRef, List<String>> uses = source.uses();
    for (ConvolutionSite site : sites.values()) {
      TensorRef residual = site.residual();
      ConvolutionSite producer = residual == null ? null : sites.get(residual.node());
      if (producer != null
          && producer.activation() == Activation.NONE
          && producer.residual() == null
          && !producer.depthwise()
          && uses.get(residual).size() == 1
          && !isSigned(site.input())) {
        shifted.add(residual);
      }
    }
  }

  /** Whether a tensor may be signed in 8 bits; known before anything is written. */
  private boolean isSigned(TensorRef tensor) {
    ConvolutionSite producer = sites.get(tensor.node());
    if (producer != null) {
      return producer.activation() == Activation.NONE;
    }
    NodeDef node = source.producer(tensor);
    return node.getOp().equals("MaxPool")
        ? isSigned(FlatGraph.input(node, 0)) || ranges.apply(tensor).signed()
        : ranges.apply(tensor).signed();
  }

  private QuantizedRange outputRange(ConvolutionSite site) {
    float limit = ranges.apply(site.output()).limit();
    if (shifted.contains(site.output())) {
      return new QuantizedRange(false, 2 * limit);
    }
    if (site.activation() == Activation.NONE) {
      return new QuantizedRange(true, limit);
    }
    boolean signedSum = site.residual() != null && tensors.rangeOf(site.residual()).signed();
    return new QuantizedRange(false, signedSum ? limit * 255 / 127 : limit);
  }

  private float[] bias(ConvolutionSite site) {
    float[] bias = biases.getOrDefault(site.name(), site.bias().floats()).clone();
    for (int c = 0; c < bias.length; c++) {
      bias[c] += shifted.contains(site.output()) ? ranges.apply(site.output()).limit() : 0;
      bias[c] -= shifted.contains(site.residual()) ? ranges.apply(site.residual()).limit() : 0;
    }
    return bias;
  }

  private void keep(NodeDef node) {
    NodeDef.Builder kept = node.toBuilder();
    List<TensorRef> inputs = FlatGraph.inputs(node);
    for (int i = 0; i < inputs.size(); i++) {
      kept.setInput(i, tensors.floating(inputs.get(i)).asInput());
    }
    graph.put(kept.build());
  }

  /**
   * Whether a kernel exists: those that add, and the depthwise ones, accept unsigned inputs only.
   */
  private boolean isPossible(ConvolutionSite site) {
    return !tensors.rangeOf(site.input()).signed()
        || (site.residual() == null && !site.depthwise());
  }

  private void convolve(ConvolutionSite site) {
    Quantized input = tensors.quantized(site.input());
    QuantizedRange range = outputRange(site);
    QuantizedKernel kernel = QuantizedKernel.of(site.kernel(), site.channels());
    float[] bias = bias(site);
    String name = graph.freshName(site.name() + "/int8");
    DataType output = range.signed() ? DataType.DT_QINT8 : DataType.DT_QUINT8;
    NodeDef.Builder node =
        NodeDef.newBuilder()
            .setName(name)
            .addInput(input.tensor().asInput())
            .addInput(constant(name + "/kernel", kernel.values()))
            .addInput(
                constant(name + "/bias", HostTensor.floats(List.of((long) bias.length), bias)))
            .addInput(tensors.scalar(input.range().min()))
            .addInput(tensors.scalar(input.range().limit()))
            .addInput(constant(name + "/kernel_min", kernel.minima()))
            .addInput(constant(name + "/kernel_max", kernel.maxima()))
            .addInput(tensors.scalar(range.min()))
            .addInput(tensors.scalar(range.limit()))
            .putAttr("Tinput", Attributes.type(input.dtype()))
            .putAttr("Tfilter", Attributes.type(DataType.DT_QINT8))
            .putAttr("Tbias", Attributes.type(DataType.DT_FLOAT))
            .putAttr("out_type", Attributes.type(output))
            .putAttr("strides", site.node().getAttrOrThrow("strides"))
            .putAttr("dilations", dilations(site.node()))
            .putAttr("padding", Attributes.s(padding(site)))
            .putAttr(
                "padding_list", Attributes.longs(QuantizedPooling.explicitPadding(site.node())));
    String sum = "";
    if (site.residual() != null) {
      Quantized residual = tensors.quantized(site.residual());
      node.addInput(residual.tensor().asInput())
          .addInput(tensors.scalar(residual.range().min()))
          .addInput(tensors.scalar(residual.range().limit()))
          .putAttr("Tsummand", Attributes.type(residual.dtype()));
      sum = residual.range().signed() ? "SignedSum" : "Sum";
    }
    String activation = range.signed() ? "" : "Relu";
    node.setOp(
        (site.depthwise() ? "QuantizedDepthwiseConv2DWithBias" : "QuantizedConv2DWithBias")
            + sum
            + (activation.isEmpty() ? "" : "And")
            + activation
            + "AndRequantize");
    graph.put(node.build());
    tensors.replace(site.output(), new Quantized(new TensorRef(name, 0), range));
  }

  private String constant(String name, HostTensor value) {
    graph.put(value.toConst(name));
    return name;
  }

  /**
   * The padding rule under which the output has its size; explicit amounts are in {@code
   * padding_list}.
   */
  private String padding(ConvolutionSite site) {
    String padding = site.node().getAttrOrThrow("padding").getS().toStringUtf8();
    if (!padding.equals("EXPLICIT")) {
      return padding;
    }
    long[] in = shapes.of(site.input()).orElse(new long[0]);
    long[] out = shapes.of(site.output()).orElse(new long[0]);
    List<Long> strides = site.node().getAttrOrThrow("strides").getList().getIList();
    for (int d = 1; d < 3 && in.length == 4 && out.length == 4; d++) {
      if ((in[d] + strides.get(d) - 1) / strides.get(d) != out[d]) {
        return "VALID";
      }
    }
    return "SAME";
  }

  private AttrValue dilations(NodeDef node) {
    return node.containsAttr("dilations")
        ? node.getAttrOrThrow("dilations")
        : Attributes.longs(1, 1, 1, 1);
  }
}
