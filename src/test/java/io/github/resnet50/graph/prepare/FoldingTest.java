package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Variables to constants, constants to fewer constants, shapes to constants. */
class FoldingTest {

  private static final HostTensor SEVEN = HostTensor.floats(List.of(), 7f);

  private static FlatGraph freeze(Nodes nodes, String output) throws Exception {
    FlatGraph graph = nodes.flat(output);
    new VariableFreezer(variables -> variables.stream().map(v -> SEVEN).toList()).apply(graph);
    return graph;
  }

  @Test
  void freezesResourceVariables() throws Exception {
    Nodes nodes = Nodes.graph();
    String handle = nodes.handle("v");
    String a = nodes.read("read1", handle);
    String b = nodes.read("read2", handle);
    FlatGraph graph = freeze(addTo(nodes, a, b), "sum");
    assertEquals(List.of("v", "v"), graph.node("sum").getInputList());
    assertEquals(SEVEN, graph.constant(new TensorRef("v", 0)).orElseThrow());
    assertEquals(2, graph.nodes().size());
  }

  private static Nodes addTo(Nodes nodes, String a, String b) {
    nodes.binary("AddV2", "sum", a, b);
    return nodes;
  }

  @Test
  void freezesReferenceVariables() throws Exception {
    Nodes nodes = Nodes.graph();
    String v = nodes.add("VariableV2", "v", List.of(), Nodes.type("dtype", DataType.DT_FLOAT));
    nodes.add("Identity", "v/read", List.of(v), Nodes.t());
    FlatGraph graph = freeze(nodes, "v/read");
    assertEquals("Const", graph.node("v").getOp());
  }

  @Test
  void refusesVariablesThatAreWritten() {
    Nodes nodes = Nodes.graph();
    nodes.add("ResourceGather", "gather", List.of(nodes.handle("v")));
    Exception e = assertThrows(UnpreparableModelException.class, () -> freeze(nodes, "gather"));
    assertTrue(e.getMessage().contains("ResourceGather"), e.getMessage());
  }

  @Test
  void foldsWhatDependsOnConstantsAlone() throws Exception {
    Nodes nodes = Nodes.graph();
    String x = nodes.placeholder("x", DataType.DT_FLOAT, -1);
    String c = nodes.constant("c", SEVEN);
    String product = nodes.binary("Mul", "product", c, c);
    String sum = nodes.binary("AddV2", "sum", product, c);
    nodes.binary("Mul", "y", x, sum);
    FlatGraph graph = nodes.flat("y");
    graph.prune();
    ConstantFolder folder =
        new ConstantFolder(
            Nodes.catalog(),
            (part, fetches) -> {
              assertEquals(3, part.getNodeCount());
              assertEquals(List.of(new TensorRef("sum", 0)), fetches);
              return List.of(HostTensor.floats(List.of(), 56f));
            });
    assertEquals(1, folder.apply(graph));
    assertEquals(
        56f, graph.constant(FlatGraph.input(graph.node("y"), 1)).orElseThrow().floats()[0]);
    assertEquals(3, graph.nodes().size());
  }

  @Test
  void leavesRandomNumbersAlone() throws Exception {
    Nodes nodes = Nodes.graph();
    nodes.add(
        "RandomUniform",
        "random",
        List.of(nodes.ints("shape", 3)),
        Nodes.type("dtype", DataType.DT_FLOAT));
    FlatGraph graph = nodes.flat("random");
    graph.prune();
    ConstantFolder folder =
        new ConstantFolder(
            Nodes.catalog(),
            (part, fetches) -> {
              throw new AssertionError("nothing to run");
            });
    assertEquals(0, folder.apply(graph));
  }

  @Test
  void answersQuestionsAboutShapesButNotAboutTheBatch() throws Exception {
    Nodes nodes = Nodes.graph();
    String x = nodes.placeholder("x", DataType.DT_FLOAT, -1, 20, 30, 3);
    String shape =
        nodes.add(
            "Shape", "shape", List.of(x), Nodes.t(), Nodes.type("out_type", DataType.DT_INT32));
    slice(nodes, "size", shape, 1, 3, false);
    slice(nodes, "height", shape, -3, -2, true);
    slice(nodes, "batch", shape, 0, 1, true);
    FlatGraph graph = nodes.flat("size", "height", "batch");
    Shapes shapes = tensor -> Optional.of(new long[] {-1, 20, 30, 3});
    assertEquals(2, new ShapeFolder(unused -> shapes).apply(graph));
    assertArrayEquals(new long[] {20, 30}, longs(graph, "size"));
    assertArrayEquals(new long[] {20}, longs(graph, "height"));
    assertEquals(List.of(), graph.constant(new TensorRef("height", 0)).orElseThrow().shape());
    assertEquals("StridedSlice", graph.node("batch").getOp());
  }

  private static long[] longs(FlatGraph graph, String name) throws Exception {
    return graph.constant(new TensorRef(name, 0)).orElseThrow().longs();
  }

  private static void slice(
      Nodes nodes, String name, String x, int begin, int end, boolean scalar) {
    nodes.add(
        "StridedSlice",
        name,
        List.of(
            x,
            nodes.ints(name + "_begin", begin),
            nodes.ints(name + "_end", end),
            nodes.ints(name + "_stride", 1)),
        Nodes.type("T", DataType.DT_INT32),
        new Nodes.Attr(
            "shrink_axis_mask",
            org.tensorflow.proto.AttrValue.newBuilder().setI(scalar ? 1 : 0).build()));
  }

  @Test
  void decidesBranches() throws Exception {
    Nodes nodes = Nodes.graph();
    String training = nodes.truth("training", false);
    String x = nodes.placeholder("x", DataType.DT_FLOAT, -1);
    nodes.add(
        "If",
        "if",
        List.of(training, x),
        Nodes.func("then_branch", "flip"),
        Nodes.func("else_branch", "same"));
    nodes.add(
        "StatelessIf",
        "open",
        List.of(nodes.placeholder("p", DataType.DT_BOOL), x),
        Nodes.func("then_branch", "flip"),
        Nodes.func("else_branch", "same"));
    FlatGraph graph = nodes.flat("if", "open");
    assertEquals(1, BranchResolver.functional(graph));
    NodeDef call = graph.node("if");
    assertEquals("StatefulPartitionedCall", call.getOp());
    assertEquals("same", call.getAttrOrThrow("f").getFunc().getName());
    assertEquals(List.of("x"), call.getInputList());
    assertEquals("StatelessIf", graph.node("open").getOp());
  }

  @Test
  void takesTheLiveSideOfSwitchesEvenOfConstants() throws Exception {
    Nodes nodes = Nodes.graph();
    String x = nodes.placeholder("x", DataType.DT_FLOAT, -1);
    String phase =
        nodes.add("PlaceholderWithDefault", "learning_phase", List.of(nodes.truth("no", false)));
    nodes.add("Switch", "switch", List.of(x, phase), Nodes.t());
    nodes.add("Switch", "pivot", List.of(phase, phase), Nodes.type("T", DataType.DT_BOOL));
    nodes.add("Identity", "then", List.of("pivot:1"));
    // Nothing but its control input says that this constant belongs to the dead branch.
    nodes.add("Const", "rate", List.of("^then"));
    nodes.binary("Mul", "dropped", "switch:1", "rate");
    nodes.add("Merge", "merge", List.of("switch", "dropped"), Nodes.t());
    nodes.add("Merge", "constants", List.of("rate", "switch"), Nodes.t());
    FlatGraph graph = nodes.flat("merge", "constants");
    assertEquals(2, BranchResolver.switches(graph));
    assertEquals(new TensorRef("x", 0), graph.outputs().get("merge"));
    assertEquals(new TensorRef("x", 0), graph.outputs().get("constants"));
  }

  @Test
  void readsConstantsInBothEncodings() throws Exception {
    NodeDef filled =
        NodeDef.newBuilder()
            .putAttr(
                "value",
                org.tensorflow.proto.AttrValue.newBuilder()
                    .setTensor(
                        org.tensorflow.proto.TensorProto.newBuilder()
                            .setDtype(DataType.DT_FLOAT)
                            .setTensorShape(Attributes.shape(3))
                            .addFloatVal(1f)
                            .addFloatVal(2f))
                    .build())
            .build();
    assertArrayEquals(new float[] {1, 2, 2}, HostTensor.of(filled).floats());
    NodeDef raw = HostTensor.floats(List.of(2L), 3, 4).toConst("c");
    assertArrayEquals(new float[] {3, 4}, HostTensor.of(raw).floats());
    assertFalse(HostTensor.isNumeric(DataType.DT_STRING));
  }

  @Test
  void refusesLoops() {
    Nodes nodes = Nodes.graph();
    nodes.unary("Relu", "a", "b");
    nodes.unary("Relu", "b", "a");
    FlatGraph graph = new FlatGraph(nodes.graphDef(), Map.of("y", new TensorRef("a", 0)));
    assertThrows(UnpreparableModelException.class, graph::prune);
  }
}
