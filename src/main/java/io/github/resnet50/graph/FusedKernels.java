package io.github.resnet50.graph;

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
 * Whether this machine's TensorFlow can run what {@link ConvolutionFuser} writes. Some of it has
 * kernels in oneDNN only, which TensorFlow leaves out on many processors unless {@code
 * TF_ENABLE_ONEDNN_OPTS=1} is set before the library loads.
 */
public final class FusedKernels {

  /** What to tell of a model that cannot do without. */
  public static final String MISSING =
      "this machine's TensorFlow has no kernels for fused convolutions: they need oneDNN switched"
          + " on (TF_ENABLE_ONEDNN_OPTS=1, which scripts/resnet50 sets); take the original model"
          + " here";

  private FusedKernels() {}

  /**
   * Tries both fused operations on one pixel. A fused model of another machine must not be loaded
   * where this is false. Needs the native library to be loaded.
   */
  public static boolean available() {
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
    new ConvolutionFuser().fuse(graph, tensor -> Optional.of(new long[] {1, 1, 1, 1}));
    // What was fused is still there beside it; only the fused nodes are run.
    List<TensorRef> fetches = List.copyOf(graph.outputs().values());
    try (GraphRunner runner =
        GraphRunner.of(graph.toGraphDef(), ConfigProto.getDefaultInstance())) {
      runner.run(Map.of(), fetches);
      return true;
    } catch (TensorFlowException e) {
      return false;
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
}
