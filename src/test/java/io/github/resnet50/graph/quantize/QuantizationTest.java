package io.github.resnet50.graph.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.graph.FlatGraph;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which convolutions of a graph are its beginning. */
class QuantizationTest {
  private static List<String> firstBlock(FusedGraph graph, String output) throws Exception {
    FlatGraph flat = graph.flat(output);
    return Quantization.firstBlock(flat, FusedGraph.sites(flat));
  }

  @Test
  void theFirstBlockEndsWithTheFirstResidualAndHoldsItsShortcut() throws Exception {
    FusedGraph graph = new FusedGraph();
    graph.input("x", 8, 3);
    graph.convolution("stem", "x", new long[] {3, 3, 4}, 1, null, "BiasAdd", "Relu");
    graph.convolution("a", "stem", new long[] {1, 4, 4}, 1, null, "BiasAdd", "Relu");
    graph.convolution("short", "stem", new long[] {1, 4, 8}, 1, null, "BiasAdd");
    graph.convolution("b", "a", new long[] {1, 4, 8}, 1, "short", "BiasAdd", "Add", "Relu");
    graph.convolution("c", "b", new long[] {1, 8, 8}, 1, null, "BiasAdd", "Relu");
    graph.convolution("d", "c", new long[] {1, 8, 8}, 1, "b", "BiasAdd", "Add", "Relu");
    assertEquals(Set.of("stem", "a", "short", "b"), Set.copyOf(firstBlock(graph, "d")));
  }

  @Test
  void withoutResidualsThereIsNone() throws Exception {
    FusedGraph graph = new FusedGraph();
    graph.input("x", 8, 3);
    graph.convolution("a", "x", new long[] {3, 3, 4}, 1, null, "BiasAdd", "Relu");
    graph.convolution("b", "a", new long[] {3, 4, 4}, 1, null, "BiasAdd", "Relu");
    assertEquals(List.of(), firstBlock(graph, "b"));
  }
}
