package io.github.resnet50.graph.prepare;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Finds out whether this machine's TensorFlow can run operations that have kernels only in oneDNN.
 * TensorFlow leaves oneDNN out on many processors unless {@code TF_ENABLE_ONEDNN_OPTS=1} is set
 * before the library loads, as the engine does, and everywhere where a user sets it to 0; a model
 * that needs such a kernel must not be loaded where it is missing. Each is tried on one pixel,
 * which needs the native library to be loaded.
 */
public final class OneDnnKernels {
  /** The message that a model needs {@link #fused} operations. */
  public static final String FUSED_MISSING =
      "this machine's TensorFlow has no kernels for fused convolutions: they need oneDNN, which"
          + " TF_ENABLE_ONEDNN_OPTS=0 switches off; take the original model here";

  /** The message that a model needs {@link #int8} operations. */
  public static final String INT8_MISSING =
      "this machine's TensorFlow has no kernels for int8: they need an x86-64 processor, and"
          + " oneDNN, which TF_ENABLE_ONEDNN_OPTS=0 switches off; take the original model here";

  private OneDnnKernels() {}

  /** Whether there are kernels for the operations that {@link ConvolutionFuser} writes. */
  public static boolean fused() {
    FlatGraph graph =
        new FlatGraph(
            GraphDef.getDefaultInstance(),
            Map.of("a", new TensorRef("sum", 0), "b", new TensorRef("deep_bias", 0)));
    one(graph, "x", 1, 1, 1, 1);
    one(graph, "kernel", 1, 1, 1, 1);
    one(graph, "bias", 1);
    put(graph, "Conv2D", "conv", "x", "kernel");
    put(graph, "BiasAdd", "conv_bias", "conv", "bias");
    put(graph, "AddV2", "sum", "conv_bias", "x");
    put(graph, "DepthwiseConv2dNative", "deep", "x", "kernel");
    put(graph, "BiasAdd", "deep_bias", "deep", "bias");
    Shapes onePixel = tensor -> Optional.of(new long[] {1, 1, 1, 1});
    new ConvolutionFuser(unused -> onePixel).apply(graph);
    // The unfused nodes are still in the graph; only the fused ones are run.
    return run(graph, ConfigProto.getDefaultInstance()).isPresent();
  }

  /**
   * Whether there are kernels for 8-bit convolutions (on x86-64 only) that give correct results.
   */
  public static boolean int8() {
    FlatGraph graph =
        new FlatGraph(GraphDef.getDefaultInstance(), Map.of("y", new TensorRef("y", 0)));
    graph.put(new HostTensor(DataType.DT_QUINT8, List.of(1L, 1L, 1L, 1L), bytes(100)).toConst("x"));
    graph.put(new HostTensor(DataType.DT_QINT8, List.of(1L, 1L, 1L, 1L), bytes(127)).toConst("w"));
    graph.put(HostTensor.floats(List.of(1L), 0f).toConst("bias"));
    graph.put(HostTensor.floats(List.of(), 0f).toConst("zero"));
    graph.put(HostTensor.floats(List.of(), 255f).toConst("limit"));
    graph.put(HostTensor.floats(List.of(1L), -1f).toConst("w_min"));
    graph.put(HostTensor.floats(List.of(1L), 1f).toConst("w_max"));
    graph.put(
        NodeDef.newBuilder()
            .setName("conv")
            .setOp("QuantizedConv2DWithBiasAndReluAndRequantize")
            .addAllInput(
                List.of("x", "w", "bias", "zero", "limit", "w_min", "w_max", "zero", "limit"))
            .putAttr("Tinput", Attributes.type(DataType.DT_QUINT8))
            .putAttr("Tfilter", Attributes.type(DataType.DT_QINT8))
            .putAttr("Tbias", Attributes.type(DataType.DT_FLOAT))
            .putAttr("out_type", Attributes.type(DataType.DT_QUINT8))
            .putAttr("strides", Attributes.longs(1, 1, 1, 1))
            .putAttr("padding", Attributes.s("VALID"))
            .build());
    graph.put(
        NodeDef.newBuilder()
            .setName("y")
            .setOp("Dequantize")
            .addAllInput(List.of("conv", "zero", "limit"))
            .putAttr("T", Attributes.type(DataType.DT_QUINT8))
            .putAttr("mode", Attributes.s("SCALED"))
            .putAttr("dtype", Attributes.type(DataType.DT_FLOAT))
            .build());
    return run(graph, GraphRunner.RUN_ONCE)
        .map(values -> values.get(0).floats())
        .filter(result -> result.length == 1 && Math.abs(result[0] - 100) < 1)
        .isPresent();
  }

  /** The values of a graph's outputs; empty where TensorFlow cannot run it. */
  private static Optional<List<HostTensor>> run(FlatGraph graph, ConfigProto config) {
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), config)) {
      return Optional.of(runner.run(Map.of(), List.copyOf(graph.outputs().values())));
    } catch (TensorFlowException e) {
      return Optional.empty();
    }
  }

  private static void one(FlatGraph graph, String name, long... shape) {
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    graph.put(HostTensor.floats(sizes, 1f).toConst(name));
  }

  private static void put(FlatGraph graph, String op, String name, String... inputs) {
    NodeDef.Builder node =
        NodeDef.newBuilder()
            .setOp(op)
            .setName(name)
            .addAllInput(Arrays.asList(inputs))
            .putAttr("T", Attributes.type(DataType.DT_FLOAT));
    if (op.toLowerCase(Locale.ROOT).contains("conv")) {
      node.putAttr("strides", Attributes.longs(1, 1, 1, 1));
      node.putAttr("padding", Attributes.s("VALID"));
    }
    graph.put(node.build());
  }

  private static ByteString bytes(int value) {
    return ByteString.copyFrom(new byte[] {(byte) value});
  }
}
