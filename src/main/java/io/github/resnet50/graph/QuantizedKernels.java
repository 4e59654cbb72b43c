package io.github.resnet50.graph;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RewriterConfig;

/**
 * Whether this machine's TensorFlow can run 8-bit convolutions. They have kernels in oneDNN only,
 * which TensorFlow has on x86-64 only, and which {@code TF_ENABLE_ONEDNN_OPTS=0} switches off.
 */
public final class QuantizedKernels {

  /** What to tell where they are not there. */
  public static final String MISSING =
      "this machine's TensorFlow has no kernels for int8: they need an x86-64 processor, and oneDNN"
          + " switched on (TF_ENABLE_ONEDNN_OPTS=1, which scripts/resnet50 sets); take the original"
          + " model here";

  private QuantizedKernels() {}

  /**
   * Tries an 8-bit convolution of one pixel, and whether its result is right. An 8-bit model must
   * not be loaded where this is false. Needs the native library to be loaded.
   */
  public static boolean available() {
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
    ConfigProto config =
        ConfigProto.newBuilder()
            .setGraphOptions(
                GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
            .build();
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), config)) {
      float[] result = runner.run(Map.of(), List.copyOf(graph.outputs().values())).get(0).floats();
      return result.length == 1 && Math.abs(result[0] - 100) < 1;
    } catch (TensorFlowException e) {
      return false;
    }
  }

  private static ByteString bytes(int value) {
    return ByteString.copyFrom(new byte[] {(byte) value});
  }
}
