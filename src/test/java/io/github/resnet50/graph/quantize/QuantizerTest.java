package io.github.resnet50.graph.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

/** Which nodes are written; what they compute is seen where there is an engine. */
class QuantizerTest {
  private final FusedGraph graph = new FusedGraph();
  private final Set<String> signed = new HashSet<>(Set.of("x"));

  private FlatGraph quantized(FlatGraph flat, String... kept) throws Exception {
    Map<String, ConvolutionSite> sites = FusedGraph.sites(flat);
    sites.keySet().removeAll(List.of(kept));
    return new Quantizer(
            flat,
            tensor -> Optional.empty(),
            tensor -> new QuantizedRange(signed.contains(tensor.node()), 2),
            sites,
            Map.of())
        .quantize();
  }

  private static Map<String, Long> operations(FlatGraph graph) {
    return graph.nodes().stream()
        .map(NodeDef::getOp)
        .filter(op -> !op.equals("Const"))
        .collect(Collectors.groupingBy(op -> op, Collectors.counting()));
  }

  private void block() {
    graph.input("x", 8, 3);
    graph.convolution("stem", "x", new long[] {3, 3, 4}, 1, null, "BiasAdd", "Relu");
    graph.maxPool("pool", "stem");
    graph.convolution("a", "pool", new long[] {1, 4, 4}, 1, null, "BiasAdd", "Relu");
    graph.convolution("short", "pool", new long[] {1, 4, 4}, 1, null, "BiasAdd");
    graph.convolution("b", "a", new long[] {3, 4, 4}, 1, "short", "BiasAdd", "Add", "Relu");
    graph.convolution("c", "b", new long[] {1, 4, 4}, 1, null, "BiasAdd", "Relu");
    graph.convolution("d", "c", new long[] {1, 4, 4}, 1, "b", "BiasAdd", "Add", "Relu");
    signed.add("short");
  }

  @Test
  void writesOneKernelForEachWayToEnd() throws Exception {
    block();
    FlatGraph result = quantized(graph.flat("d"));
    assertEquals(
        Map.of(
            "Placeholder", 1L,
            "QuantizeV2", 1L,
            "QuantizedConv2DWithBiasAndReluAndRequantize", 4L,
            "QuantizedConv2DWithBiasSumAndReluAndRequantize", 2L,
            "Pad", 1L,
            "QuantizedMaxPool", 1L,
            "Dequantize", 1L),
        operations(result));
    assertEquals("Dequantize", result.producer(result.outputs().get("d")).getOp());
  }

  @Test
  void bytesArePaddedEightAtATimeWhereChannelsAllowIt() throws Exception {
    graph.input("x", 8, 3);
    graph.convolution("stem", "x", new long[] {3, 3, 16}, 1, null, "BiasAdd", "Relu");
    graph.maxPool("pool", "stem");
    FlatGraph flat = graph.flat("pool");
    FlatGraph result =
        new Quantizer(
                flat,
                tensor -> Optional.of(new long[] {-1, 8, 8, 16}),
                tensor -> new QuantizedRange(tensor.node().equals("x"), 2),
                FusedGraph.sites(flat),
                Map.of())
            .quantize();
    assertEquals(2, operations(result).get("Bitcast"));
    assertEquals(
        HostTensor.ints(-1, 10, 10, 16),
        result.constant(new TensorRef("pool/int8/joined/shape", 0)).orElseThrow());
  }

  @Test
  void aSignedResidualIsShiftedToWhereItIsUnsigned() throws Exception {
    block();
    FlatGraph flat = graph.flat("d");
    Map<String, ConvolutionSite> sites = FusedGraph.sites(flat);
    FlatGraph result = quantized(flat);
    float[] before = sites.get("short").bias().floats();
    float[] after = result.constant(new TensorRef("short/int8/bias", 0)).orElseThrow().floats();
    float[] adding = result.constant(new TensorRef("b/int8/bias", 0)).orElseThrow().floats();
    for (int c = 0; c < before.length; c++) {
      assertEquals(before[c] + 2, after[c], 1e-6);
      assertEquals(sites.get("b").bias().floats()[c] - 2, adding[c], 1e-6);
    }
  }

  @Test
  void whatStaysFloatIsReachedOverABorder() throws Exception {
    block();
    FlatGraph result = quantized(graph.flat("d"), "stem", "c");
    NodeDef kept = result.node("c");
    assertEquals("Dequantize", result.producer(FlatGraph.input(kept, 0)).getOp());
    // The pooled stem and c go back to 8 bits; the pooling itself stays float.
    assertEquals(2, operations(result).get("QuantizeV2"));
    assertEquals(1, operations(result).get("MaxPool"));
  }

  @Test
  void aResidualThatOthersStillWantIsAddedInFloat() throws Exception {
    graph.input("x", 8, 3);
    graph.convolution("a", "x", new long[] {1, 3, 3}, 1, null, "BiasAdd", "Relu");
    graph.convolution("b", "a", new long[] {1, 3, 3}, 1, "a", "BiasAdd", "Add", "Relu");
    graph.convolution("late", "a", new long[] {1, 3, 3}, 1, null, "BiasAdd", "Relu");
    FlatGraph flat = graph.flat("b", "late");
    assertEquals(1, new ResidualSplitter().apply(flat));
    assertEquals("Relu", flat.producer(flat.outputs().get("b")).getOp());
    assertTrue(FusedGraph.sites(flat).values().stream().allMatch(site -> site.residual() == null));
  }

  @Test
  void aResidualThatNobodyWantsLaterStaysFused() throws Exception {
    block();
    FlatGraph flat = graph.flat("d");
    assertEquals(0, new ResidualSplitter().apply(flat));
    FlatGraph shown = graph.flat("d", "b");
    assertEquals(1, new ResidualSplitter().apply(shown), "an output must not be written over");
  }

  @Test
  void anAdditionWithoutReluIsSplit() throws Exception {
    graph.input("x", 8, 3);
    graph.convolution("a", "x", new long[] {1, 3, 3}, 1, null, "BiasAdd", "Relu");
    graph.convolution("b", "a", new long[] {1, 3, 3}, 1, null, "BiasAdd", "Relu");
    graph.convolution("c", "b", new long[] {1, 3, 3}, 1, "a", "BiasAdd", "Add");
    FlatGraph flat = graph.flat("c");
    assertEquals(1, new ResidualSplitter().apply(flat));
    assertEquals("AddV2", flat.producer(flat.outputs().get("c")).getOp());
    assertEquals(new TensorRef("a", 0), FlatGraph.input(flat.producer(flat.outputs().get("c")), 1));
  }
}
