package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

class FlopCounterTest {
  private static final Shapes SHAPES =
      tensor ->
          Optional.ofNullable(
              Map.of(
                      "kernel", new long[] {3, 3, 16, 32},
                      "each", new long[] {3, 3, 32, 1},
                      "conv", new long[] {1, 7, 7, 32},
                      "flat", new long[] {1, 32},
                      "turned", new long[] {32, 1},
                      "scores", new long[] {1, 10},
                      "open", new long[] {1, -1, -1, 32})
                  .get(tensor.node()));

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
  }

  private static OptionalLong count(NodeDef... nodes) {
    return FlopCounter.count(List.of(nodes), SHAPES);
  }

  @Test
  void countsTwoForEachMultiplyAccumulate() {
    long conv = 2 * 7 * 7 * 32 * 3 * 3 * 16;
    assertEquals(OptionalLong.of(conv), count(node("conv", "Conv2D", "x", "kernel")));
    assertEquals(OptionalLong.of(conv), count(node("conv", "_FusedConv2D", "x", "kernel", "b")));
    assertEquals(
        OptionalLong.of(2 * 7 * 7 * 32 * 9),
        count(node("conv", "DepthwiseConv2dNative", "x", "each")));
    assertEquals(
        OptionalLong.of(2 * 7 * 7 * 32 * 9),
        count(node("conv", "_FusedDepthwiseConv2dNative", "x", "each", "b")));
    NodeDef product = node("scores", "MatMul", "flat", "weights");
    assertEquals(OptionalLong.of(2 * 320), count(product));
    assertEquals(
        OptionalLong.of(2 * 320),
        count(
            node("scores", "MatMul", "turned", "weights").toBuilder()
                .putAttr("transpose_a", AttrValue.newBuilder().setB(true).build())
                .build()));
    assertEquals(
        OptionalLong.of(conv + 2 * 320), count(node("conv", "Conv2D", "x", "kernel"), product));
  }

  @Test
  void doesNotTellWhereSomethingIsNotKnown() {
    assertEquals(OptionalLong.empty(), count(node("r", "Relu", "x")));
    assertEquals(OptionalLong.empty(), count(node("open", "Conv2D", "x", "kernel")));
    assertEquals(OptionalLong.empty(), count(node("conv", "Conv2D", "x", "elsewhere")));
    assertEquals(
        OptionalLong.empty(),
        count(node("conv", "Conv2D", "x", "kernel"), node("q", "QuantizedConv2D", "x", "kernel")));
  }
}
