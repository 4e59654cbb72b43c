package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.Shapes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Batch norm into weights, padding into convolutions, all into fused convolutions. */
class FusionTest {

  private static final Shapes SAME_EVERYWHERE = tensor -> Optional.of(new long[] {-1, 8, 8, 2});

  private final Nodes nodes = Nodes.graph();
  private final String x = nodes.placeholder("x", DataType.DT_FLOAT, -1, 8, 8, 1);

  private static String vector(Nodes nodes, String name, float... values) {
    return nodes.constant(name, HostTensor.floats(List.of((long) values.length), values));
  }

  private String twoChannels(String name) {
    String kernel =
        nodes.constant(name + "_kernel", HostTensor.floats(List.of(1L, 1L, 1L, 2L), 3, 5));
    return nodes.conv(name, x, kernel, 1, "SAME");
  }

  private static float[] folded(FlatGraph graph, String op, String output) throws Exception {
    NodeDef sum = graph.producer(graph.outputs().get(output));
    assertEquals("BiasAdd", sum.getOp());
    NodeDef linear = graph.producer(FlatGraph.input(sum, 0));
    assertEquals(op, linear.getOp());
    float[] weights = graph.constant(FlatGraph.input(linear, 1)).orElseThrow().floats();
    float[] bias = graph.constant(FlatGraph.input(sum, 1)).orElseThrow().floats();
    float[] both = new float[weights.length + bias.length];
    System.arraycopy(weights, 0, both, 0, weights.length);
    System.arraycopy(bias, 0, both, weights.length, bias.length);
    return both;
  }

  @Test
  void foldsBiasAndBatchNormIntoAConvolution() throws Exception {
    String biased = nodes.bias("bias", twoChannels("conv"), vector(nodes, "b", 1, 2));
    nodes.batchNorm(
        "bn",
        List.of(
            biased,
            vector(nodes, "gamma", 2, 3),
            vector(nodes, "beta", 10, 20),
            vector(nodes, "mean", 4, 8),
            vector(nodes, "variance", 0.249f, 0.999f)));
    FlatGraph graph = nodes.flat("bn");
    assertEquals(1, BatchNormFolder.remaining(graph));
    assertEquals(1, new BatchNormFolder().apply(graph));
    assertEquals(0, BatchNormFolder.remaining(graph));
    // scale = gamma / sqrt(variance + 0.001) = 4, 3
    assertArrayEquals(
        new float[] {12, 15, (1 - 4) * 4 + 10, (2 - 8) * 3 + 20},
        folded(graph, "Conv2D", "bn"),
        1e-4f);
  }

  @Test
  void foldsKeras3BatchNormWithEitherOrderOfOperands() throws Exception {
    String factor = nodes.constant("f", HostTensor.floats(List.of(1L, 1L, 1L, 2L), 2, 3));
    String product = nodes.binary("Mul", "mul", factor, twoChannels("conv"));
    String difference = nodes.binary("Sub", "sub", product, vector(nodes, "s", 1, 2));
    nodes.binary("AddV2", "add", vector(nodes, "a", 10, 20), difference);
    FlatGraph graph = nodes.flat("add");
    assertEquals(1, new BatchNormFolder().apply(graph));
    assertArrayEquals(new float[] {6, 15, 9, 18}, folded(graph, "Conv2D", "add"));
  }

  @Test
  void foldsIntoDenseAndDepthwiseWeightsByTheirOwnChannels() throws Exception {
    String kernel = nodes.constant("kernel", HostTensor.floats(List.of(2L, 2L), 1, 2, 3, 4));
    String v = nodes.placeholder("v", DataType.DT_FLOAT, -1, 2);
    String product =
        nodes.add(
            "MatMul", "matmul", List.of(v, kernel), Nodes.t(), Nodes.flag("transpose_b", true));
    nodes.binary("Mul", "scaled", product, vector(nodes, "f", 10, 100));
    HostTensor four = HostTensor.floats(List.of(1L, 1L, 2L, 2L), 1, 2, 3, 4);
    String deep = nodes.depthwise("deep", x, nodes.constant("deep_kernel", four), 1, "SAME");
    nodes.binary("Mul", "deeper", deep, vector(nodes, "g", 1, 10, 100, 1000));
    FlatGraph graph = nodes.flat("scaled", "deeper");
    new BatchNormFolder().apply(graph);
    assertArrayEquals(new float[] {10, 20, 300, 400, 0, 0}, folded(graph, "MatMul", "scaled"));
    assertArrayEquals(
        new float[] {1, 20, 300, 4000, 0, 0, 0, 0},
        folded(graph, "DepthwiseConv2dNative", "deeper"));
  }

  @Test
  void leavesWhatOthersSeeOrWhatIsNotPerChannel() throws Exception {
    String seen = twoChannels("seen");
    nodes.binary("Mul", "after_seen", seen, vector(nodes, "f", 2, 3));
    String other = twoChannels("other");
    String area = nodes.constant("area", HostTensor.floats(List.of(2L, 1L), 1, 2));
    nodes.binary("Mul", "by_row", other, area);
    FlatGraph graph = nodes.flat("seen", "after_seen", "by_row");
    assertEquals(0, new BatchNormFolder().apply(graph));
    assertEquals("Mul", graph.node("by_row").getOp());
  }

  private NodeDef merged(boolean explicit, int kernel, int stride, int before, int after, long size)
      throws Exception {
    String padded = nodes.pad("pad", x, before, after, before, after);
    nodes.conv("conv", padded, nodes.weights("w", 1, kernel, kernel, 1, 2), stride, "VALID");
    FlatGraph graph = nodes.flat("conv");
    Shapes shapes = tensor -> Optional.of(new long[] {-1, size, size, 1});
    new PaddingMerger(unused -> shapes, explicit).apply(graph);
    return graph.node("conv");
  }

  private static String padding(NodeDef node) {
    return node.getAttrOrThrow("padding").getS().toStringUtf8();
  }

  @Test
  void writesSameWhereItMeansTheSame() throws Exception {
    assertEquals("SAME", padding(merged(false, 3, 1, 1, 1, -1)));
    assertEquals("SAME", padding(merged(false, 3, 2, 0, 1, 8)));
    assertEquals("VALID", padding(merged(false, 3, 2, 0, 1, 9)));
    assertEquals("SAME", padding(merged(false, 3, 2, 1, 1, 9)));
  }

  @Test
  void writesExplicitPaddingWhereAllowed() throws Exception {
    assertEquals("VALID", padding(merged(false, 7, 2, 3, 3, 224)));
    NodeDef conv = merged(true, 7, 2, 3, 3, 224);
    assertEquals("EXPLICIT", padding(conv));
    assertEquals(
        List.of(0L, 0L, 3L, 3L, 3L, 3L, 0L, 0L),
        conv.getAttrOrThrow("explicit_paddings").getList().getIList());
    assertEquals("x", conv.getInput(0));
  }

  private FlatGraph pooled(String source, int padding) {
    String padded = nodes.pad("pad", source, padding, padding, padding, padding);
    nodes.add(
        "MaxPool",
        "pool",
        List.of(padded),
        Nodes.t(),
        Nodes.longs("ksize", 1, 3, 3, 1),
        Nodes.longs("strides", 1, 2, 2, 1),
        Nodes.text("padding", "VALID"));
    return nodes.flat("pool");
  }

  @Test
  void letsAPoolPadOnlyWhatIsNotNegative() throws Exception {
    PaddingMerger merger = new PaddingMerger(unused -> SAME_EVERYWHERE, true);
    String relu = nodes.unary("Relu", "relu", x);
    assertEquals(1, merger.apply(pooled(relu, 1)));
    assertEquals(0, merger.apply(pooled(x, 1)));
    // Windows that see nothing but padding would give minus infinity.
    assertEquals(0, merger.apply(pooled(relu, 3)));
  }

  private String biased(String name) {
    return nodes.bias(name + "_bias", twoChannels(name), vector(nodes, name + "_b", 1, 2));
  }

  private static List<String> fusedOps(NodeDef node) {
    return node.getAttrOrThrow("fused_ops").getList().getSList().stream()
        .map(s -> s.toStringUtf8())
        .toList();
  }

  @Test
  void fusesBothConvolutionsOfAProjectedBlock() throws Exception {
    String sum = nodes.binary("AddV2", "sum", biased("shortcut"), biased("main"));
    nodes.unary("Relu", "out", sum);
    FlatGraph graph = nodes.flat("out");
    graph.prune();
    assertEquals(2, new ConvolutionFuser(unused -> SAME_EVERYWHERE).apply(graph));
    graph.prune();
    NodeDef out = graph.producer(graph.outputs().get("out"));
    assertEquals("_FusedConv2D", out.getOp());
    assertEquals(List.of("BiasAdd", "Add", "Relu"), fusedOps(out));
    NodeDef residual = graph.producer(FlatGraph.input(out, 3));
    assertEquals("_FusedConv2D", residual.getOp());
    assertEquals(List.of("BiasAdd"), fusedOps(residual));
  }

  @Test
  void keepsAnOutputThatIsAskedForAndAdditionsThatBroadcast() throws Exception {
    nodes.unary("Relu", "relu", biased("seen"));
    String sum = nodes.binary("AddV2", "sum", biased("conv"), x);
    nodes.unary("Relu", "out", sum);
    FlatGraph graph = nodes.flat("seen_bias", "relu", "out");
    graph.prune();
    Shapes shapes = tensor -> Optional.of(new long[] {-1, 8, 8, tensor.node().equals("x") ? 1 : 2});
    new ConvolutionFuser(unused -> shapes).apply(graph);
    NodeDef seen = graph.producer(graph.outputs().get("seen_bias"));
    assertEquals(List.of("BiasAdd"), fusedOps(seen));
    assertEquals("Relu", graph.node("relu").getOp());
    assertEquals("AddV2", graph.node("sum").getOp());
  }

  @Test
  void fusesDepthwiseWithRelu6() throws Exception {
    HostTensor kernel = HostTensor.floats(List.of(1L, 1L, 1L, 2L), 3, 5);
    String deep = nodes.depthwise("deep", x, nodes.constant("k", kernel), 1, "SAME");
    nodes.unary("Relu6", "out", nodes.bias("sum", deep, vector(nodes, "b", 1, 2)));
    FlatGraph graph = nodes.flat("out");
    assertEquals(1, new ConvolutionFuser(unused -> SAME_EVERYWHERE).apply(graph));
    NodeDef out = graph.producer(graph.outputs().get("out"));
    assertEquals("_FusedDepthwiseConv2dNative", out.getOp());
    assertEquals(List.of("BiasAdd", "Relu6"), fusedOps(out));
  }
}
