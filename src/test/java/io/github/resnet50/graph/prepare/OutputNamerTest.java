package io.github.resnet50.graph.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.Nodes;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Preparation.HeadKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

class OutputNamerTest {

  private final Nodes nodes = Nodes.graph();
  private final Map<String, long[]> sizes = new HashMap<>();
  private FlatGraph graph;
  private boolean pooledDense;

  private String shaped(String name, long... shape) {
    sizes.put(name, shape);
    return name;
  }

  /** Image to feature map {@code [N, 7, 7, 4]}. */
  private String backbone() {
    String x = nodes.placeholder("x", DataType.DT_FLOAT, -1, 14, 14, 3);
    shaped("x", -1, 14, 14, 3);
    String conv = nodes.conv("conv", x, nodes.weights("kernel", 1, 3, 3, 3, 4), 2, "SAME");
    shaped(conv, -1, 7, 7, 4);
    return shaped(nodes.unary("Relu", "map", conv), -1, 7, 7, 4);
  }

  private String head(int classes) {
    String pooled = shaped(nodes.pool("pooled", backbone()), -1, 4);
    String dense = nodes.dense("dense", pooled, 4, classes);
    shaped("dense_matmul", -1, classes);
    return shaped(dense, -1, classes);
  }

  private HeadKind find(String scores) throws Exception {
    graph = nodes.flat(scores);
    graph.prune();
    Shapes shapes = tensor -> Optional.ofNullable(sizes.get(tensor.node()));
    OutputNamer namer = new OutputNamer(unused -> shapes);
    int named = namer.apply(graph);
    assertEquals(graph.outputs().size(), named);
    TensorRef features = graph.outputs().get("features");
    TensorRef map = graph.outputs().get("feature_map");
    pooledDense =
        features != null && map != null && new OutputFinder(graph, shapes).isMeanOf(features, map);
    return namer.head();
  }

  /** Finds a head that is one dense layer on the mean of the feature map. */
  private HeadKind findPooledDense(String scores, int classes) throws Exception {
    HeadKind found = find(scores);
    assertTrue(pooledDense);
    assertEquals(classes, sizes.get(scores)[sizes.get(scores).length - 1]);
    return found;
  }

  private String output(String name) {
    return graph.outputs().get(name).node();
  }

  @Test
  void findsAllOfResNetsHead() throws Exception {
    String y = shaped(nodes.unary("Softmax", "y", head(5)), -1, 5);
    assertEquals(HeadKind.SOFTMAX, findPooledDense(y, 5));
    assertEquals("y", output("probabilities"));
    assertEquals("dense", output("logits"));
    assertEquals("pooled", output("features"));
    assertEquals("map", output("feature_map"));
  }

  @Test
  void addsSoftmaxWhereThereIsNone() throws Exception {
    assertEquals(HeadKind.LOGITS, find(head(5)));
    assertEquals("dense", output("logits"));
    assertEquals("Softmax", graph.node(output("probabilities")).getOp());
  }

  @Test
  void addsASigmoidToOneLogit() throws Exception {
    assertEquals(HeadKind.LOGITS, find(head(1)));
    assertEquals("Sigmoid", graph.node(output("probabilities")).getOp());
  }

  @Test
  void knowsSigmoidHeads() throws Exception {
    String y = shaped(nodes.unary("Sigmoid", "y", head(1)), -1, 1);
    assertEquals(HeadKind.SIGMOID, findPooledDense(y, 1));
  }

  @Test
  void readsMobileNetsConvolutionalHead() throws Exception {
    String map = backbone();
    String axes = nodes.ints("axes", 1, 2);
    String pooled =
        shaped(
            nodes.add(
                "Mean", "pooled", List.of(map, axes), Nodes.t(), Nodes.flag("keep_dims", true)),
            -1,
            1,
            1,
            4);
    String conv =
        shaped(
            nodes.conv("preds", pooled, nodes.weights("k", 1, 1, 1, 4, 5), 1, "SAME"), -1, 1, 1, 5);
    String biased = shaped(nodes.bias("biased", conv, nodes.weights("b", 1, 5)), -1, 1, 1, 5);
    String soft = shaped(nodes.unary("Softmax", "soft", biased), -1, 1, 1, 5);
    String y =
        shaped(nodes.add("Reshape", "y", List.of(soft, nodes.ints("to", -1, 5)), Nodes.t()), -1, 5);
    assertEquals(HeadKind.SOFTMAX, findPooledDense(y, 5));
    assertEquals("Reshape", graph.node(output("logits")).getOp());
    assertEquals("biased", graph.node(output("logits")).getInput(0));
    assertEquals("pooled", graph.node(output("features")).getInput(0));
    assertEquals("map", output("feature_map"));
  }

  @Test
  void hasNoFeaturesWithoutADenseLayer() throws Exception {
    String y = shaped(nodes.unary("Softmax", "y", nodes.pool("pooled", backbone())), -1, 4);
    shaped("pooled", -1, 4);
    assertEquals(HeadKind.SOFTMAX, find(y));
    assertFalse(pooledDense);
    assertNull(graph.outputs().get("features"));
    assertEquals("map", output("feature_map"));
  }

  @Test
  void seesAHiddenLayerBetweenPoolingAndScores() throws Exception {
    String hidden = shaped(nodes.unary("Relu", "hidden", head(6)), -1, 6);
    String dense = nodes.dense("last", hidden, 6, 5);
    shaped("last_matmul", -1, 5);
    String y = shaped(nodes.unary("Softmax", "y", shaped(dense, -1, 5)), -1, 5);
    assertEquals(HeadKind.SOFTMAX, find(y));
    assertFalse(pooledDense);
    assertEquals("hidden", output("features"));
  }

  @Test
  void refusesScoresForEveryPixel() {
    String map = backbone();
    Exception e = assertThrows(UnpreparableModelException.class, () -> find(map));
    assertTrue(e.getMessage().contains("not one vector an image"), e.getMessage());
  }
}
