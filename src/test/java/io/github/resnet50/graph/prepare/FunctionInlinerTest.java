package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

class FunctionInlinerTest {

  private static final List<DataType> FLOAT = List.of(DataType.DT_FLOAT);
  private final FunctionInliner inliner = new FunctionInliner(Nodes.catalog());

  private static FunctionDef relu(String name) {
    Nodes body = Nodes.body();
    String y = body.unary("Relu", "relu", "x");
    return body.function(name, Map.of("x", DataType.DT_FLOAT), Map.of("out", y), DataType.DT_FLOAT);
  }

  private static FlatGraph graph(Nodes top, String output, FunctionDef... functions) {
    return new FlatGraph(top.graphDef(functions), Map.of("y", TensorRef.parse(output)));
  }

  @Test
  void inlinesNestedCallsAndDropsWhatBinds() throws Exception {
    Nodes middle = Nodes.body();
    String inner = middle.call("inner", "leaf", List.of("a"), FLOAT);
    FunctionDef outer =
        middle.function(
            "outer", Map.of("a", DataType.DT_FLOAT), Map.of("r", inner), DataType.DT_FLOAT);
    Nodes top = Nodes.graph();
    String x = top.placeholder("x", DataType.DT_FLOAT, -1);
    top.add("NoOp", "after", List.of());
    top.add(
        "StatefulPartitionedCall",
        "call",
        List.of(x, "^after"),
        Nodes.func("f", "outer"),
        Nodes.text("_private", "p"),
        Nodes.types("Tin", DataType.DT_FLOAT),
        Nodes.types("Tout", DataType.DT_FLOAT));

    FlatGraph graph = graph(top, "call:0", outer, relu("leaf"));
    assertEquals(2, inliner.apply(graph));
    graph.prune();

    NodeDef relu = graph.producer(graph.outputs().get("y"));
    assertEquals("Relu", relu.getOp());
    assertEquals(List.of("x"), relu.getInputList());
    assertEquals(2, graph.nodes().size());
  }

  @Test
  void resolvesOperationsNamedLikeFunctions() throws Exception {
    Nodes top = Nodes.graph();
    String x = top.placeholder("x", DataType.DT_FLOAT, -1);
    top.add("leaf", "direct", List.of(x));
    FlatGraph graph = graph(top, "direct", relu("leaf"));
    assertEquals(1, inliner.apply(graph));
    graph.prune();
    assertEquals("Relu", graph.producer(graph.outputs().get("y")).getOp());
  }

  @Test
  void countsOutputsBeforeTheOneMeant() throws Exception {
    Nodes body = Nodes.body();
    body.add("FusedBatchNormV3", "bn", List.of("x", "x"), Nodes.t());
    body.add(
        "Split",
        "split",
        List.of("bn:mean:0"),
        Nodes.t(),
        new Nodes.Attr("num_split", AttrValue.newBuilder().setI(3).build()));
    body.unary("Relu", "relu", "split:output:2");
    FunctionDef function =
        body.function(
            "f",
            Map.of("x", DataType.DT_FLOAT),
            Map.of("out", "relu:activations:0"),
            DataType.DT_FLOAT);
    Nodes top = Nodes.graph();
    String x = top.placeholder("x", DataType.DT_FLOAT, -1);
    top.call("call", "f", List.of(x), FLOAT);
    FlatGraph graph = graph(top, "call", function);
    inliner.apply(graph);
    graph.prune();
    NodeDef relu = graph.producer(graph.outputs().get("y"));
    assertEquals(2, FlatGraph.input(relu, 0).index());
    NodeDef split = graph.producer(FlatGraph.input(relu, 0));
    assertEquals(1, FlatGraph.input(split, 0).index());
  }

  @Test
  void handsOnAnArgumentThatIsReturned() throws Exception {
    FunctionDef identity =
        Nodes.body()
            .function("f", Map.of("x", DataType.DT_FLOAT), Map.of("out", "x"), DataType.DT_FLOAT);
    Nodes top = Nodes.graph();
    String x = top.placeholder("x", DataType.DT_FLOAT, -1);
    String once = top.call("one", "f", List.of(x), FLOAT);
    top.call("two", "f", List.of(once), FLOAT);
    FlatGraph graph = graph(top, "two", identity);
    inliner.apply(graph);
    assertEquals(new TensorRef("x", 0), graph.outputs().get("y"));
  }

  @Test
  void refusesFunctionsThatCallThemselves() {
    Nodes body = Nodes.body();
    String again = body.call("again", "f", List.of("x"), FLOAT);
    FunctionDef endless =
        body.function("f", Map.of("x", DataType.DT_FLOAT), Map.of("o", again), DataType.DT_FLOAT);
    Nodes top = Nodes.graph();
    top.call("call", "f", List.of(top.placeholder("x", DataType.DT_FLOAT, -1)), FLOAT);
    FlatGraph graph = graph(top, "call", endless);
    Exception e = assertThrows(UnpreparableModelException.class, () -> inliner.apply(graph));
    assertTrue(e.getMessage().contains("unfolds without end"), e.getMessage());
  }

  @Test
  void namesAFunctionThatIsMissing() {
    Nodes top = Nodes.graph();
    top.call("call", "gone", List.of(top.placeholder("x", DataType.DT_FLOAT, -1)), FLOAT);
    GraphDef definition = top.graphDef();
    FlatGraph graph = new FlatGraph(definition, Map.of("y", new TensorRef("call", 0)));
    Exception e = assertThrows(UnpreparableModelException.class, () -> inliner.apply(graph));
    assertTrue(e.getMessage().contains("gone"), e.getMessage());
  }
}
