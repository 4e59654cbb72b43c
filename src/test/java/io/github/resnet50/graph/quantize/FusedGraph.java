package io.github.resnet50.graph.quantize;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/** A small graph in the prepared form, node by node; each method gives the node's name. */
public final class FusedGraph {
  private final GraphDef.Builder graph =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(1482));
  private final Random random = new Random(5);

  public String input(String name, long size, long channels) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dimension : new long[] {-1, size, size, channels}) {
      shape.addDimBuilder().setSize(dimension);
    }
    graph.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("Placeholder")
            .putAttr("dtype", Attributes.type(DataType.DT_FLOAT))
            .putAttr("shape", AttrValue.newBuilder().setShape(shape).build()));
    return name;
  }

  private String constant(String name, HostTensor value) {
    graph.addNode(value.toConst(name));
    return name;
  }

  private float[] randoms(int count, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  /** A convolution with random weights of a kernel as wide as high. */
  public String convolution(
      String name, String input, long[] kernel, int stride, String residual, String... ops) {
    int weights = (int) (kernel[0] * kernel[0] * kernel[1] * kernel[2]);
    double scale = Math.sqrt(2.0 / (kernel[0] * kernel[0] * kernel[1]));
    HostTensor values =
        HostTensor.floats(
            List.of(kernel[0], kernel[0], kernel[1], kernel[2]), randoms(weights, scale));
    return convolution(
        name,
        input,
        values,
        HostTensor.floats(List.of(kernel[2]), randoms((int) kernel[2], 0.1)),
        stride,
        residual,
        ops);
  }

  public String convolution(
      String name,
      String input,
      HostTensor kernel,
      HostTensor bias,
      int stride,
      String residual,
      String... ops) {
    long pad = (kernel.shape().get(0) - 1) / 2;
    AttrValue.ListValue.Builder names = AttrValue.ListValue.newBuilder();
    AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
    for (String op : ops) {
      names.addS(ByteString.copyFromUtf8(op));
    }
    NodeDef.Builder node =
        NodeDef.newBuilder()
            .setName(name)
            .setOp("_FusedConv2D")
            .addInput(input)
            .addInput(constant(name + "/kernel", kernel))
            .addInput(constant(name + "/bias", bias));
    types.addType(DataType.DT_FLOAT);
    if (residual != null) {
      node.addInput(residual);
      types.addType(DataType.DT_FLOAT);
    }
    graph.addNode(
        node.putAttr("T", Attributes.type(DataType.DT_FLOAT))
            .putAttr("TArgs", AttrValue.newBuilder().setList(types).build())
            .putAttr("num_args", AttrValue.newBuilder().setI(types.getTypeCount()).build())
            .putAttr("fused_ops", AttrValue.newBuilder().setList(names).build())
            .putAttr("strides", Attributes.longs(1, stride, stride, 1))
            .putAttr("dilations", Attributes.longs(1, 1, 1, 1))
            .putAttr("data_format", Attributes.s("NHWC"))
            .putAttr("padding", Attributes.s(pad == 0 ? "VALID" : "EXPLICIT"))
            .putAttr(
                "explicit_paddings",
                pad == 0 ? Attributes.longs() : Attributes.longs(0, 0, pad, pad, pad, pad, 0, 0)));
    return name;
  }

  public String maxPool(String name, String input) {
    graph.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("MaxPool")
            .addInput(input)
            .putAttr("T", Attributes.type(DataType.DT_FLOAT))
            .putAttr("ksize", Attributes.longs(1, 3, 3, 1))
            .putAttr("strides", Attributes.longs(1, 2, 2, 1))
            .putAttr("data_format", Attributes.s("NHWC"))
            .putAttr("padding", Attributes.s("EXPLICIT"))
            .putAttr("explicit_paddings", Attributes.longs(0, 0, 1, 1, 1, 1, 0, 0)));
    return name;
  }

  public String unary(String name, String op, String input) {
    graph.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp(op)
            .addInput(input)
            .putAttr("T", Attributes.type(DataType.DT_FLOAT)));
    return name;
  }

  public FlatGraph flat(String... outputs) throws Exception {
    Map<String, TensorRef> named = new LinkedHashMap<>();
    for (String output : outputs) {
      named.put(output, new TensorRef(output, 0));
    }
    FlatGraph flat = new FlatGraph(graph.build(), named);
    flat.prune();
    return flat;
  }

  static Map<String, ConvolutionSite> sites(FlatGraph graph) throws Exception {
    Map<String, ConvolutionSite> sites = new LinkedHashMap<>();
    for (NodeDef node : graph.nodes()) {
      ConvolutionSite.of(graph, node).ifPresent(site -> sites.put(site.name(), site));
    }
    return sites;
  }
}
