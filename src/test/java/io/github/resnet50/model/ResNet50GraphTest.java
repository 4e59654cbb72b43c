package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorShapeProto;

class ResNet50GraphTest {

  @Test
  void isResNet50() {
    GraphDef graph = new ResNet50Graph(1).savedModel().getMetaGraphs(0).getGraphDef();
    Map<String, Long> operations =
        graph.getNodeList().stream()
            .collect(Collectors.groupingBy(NodeDef::getOp, Collectors.counting()));
    assertEquals(53, operations.get("Conv2D"));
    assertEquals(53, operations.get("FusedBatchNormV3"));
    assertEquals(16, operations.get("AddV2"), "bottlenecks");
    assertEquals(49, operations.get("Relu"));
    assertEquals(1, operations.get("MatMul"));
    assertEquals(1, operations.get("Softmax"));

    // Without batch normalisation's running mean and variance, as they are usually counted.
    long parameters =
        graph.getNodeList().stream()
            .filter(node -> node.getName().matches(".*/(kernel|bias|gamma|beta)"))
            .mapToLong(node -> elements(shape(node)))
            .sum();
    assertEquals(25_557_032, parameters);
  }

  @Test
  void everyInputIsANodeBeforeIt() {
    Set<String> known = new HashSet<>();
    for (NodeDef node : graph(1).getNodeList()) {
      assertTrue(known.containsAll(node.getInputList()), node.getName());
      assertTrue(known.add(node.getName()), "twice: " + node.getName());
    }
  }

  @Test
  void stridesAreInTheThreeByThreeConvolutions() {
    List<String> strided =
        graph(1).getNodeList().stream()
            .filter(node -> node.getOp().equals("Conv2D"))
            .filter(node -> node.getAttrOrThrow("strides").getList().getI(1) == 2)
            .map(NodeDef::getName)
            .toList();
    assertEquals(
        List.of(
            "conv1/conv",
            "stage2/block1/2/conv",
            "stage2/block1/0/conv",
            "stage3/block1/2/conv",
            "stage3/block1/0/conv",
            "stage4/block1/2/conv",
            "stage4/block1/0/conv"),
        strided);
  }

  @Test
  void sameSeedSameBytes() throws Exception {
    String once = digest(new ResNet50Graph(7).savedModel());
    assertEquals(once, digest(new ResNet50Graph(7).savedModel()));
    assertNotEquals(once, digest(new ResNet50Graph(8).savedModel()));
  }

  /** Heads are trained on features, so these must be the same whatever the head. */
  @Test
  void anotherHeadLeavesTheBackboneAsItIs() {
    Head head =
        new Head(
            List.of(
                new Head.Dense(new float[ResNet50Graph.FEATURES][6], new float[6], true),
                new Head.Dense(new float[6][2], new float[] {1, 2}, false)));
    SavedModel model = new ResNet50Graph(1).savedModel(head);
    GraphDef graph = model.getMetaGraphs(0).getGraphDef();
    List<NodeDef> usual = graph(1).getNodeList();
    int features =
        usual.indexOf(
            usual.stream().filter(n -> n.getName().equals("features")).findFirst().orElseThrow());
    assertEquals(usual.subList(0, features + 1), graph.getNodeList().subList(0, features + 1));
    List<String> operations =
        graph.getNodeList().subList(features + 1, graph.getNodeCount()).stream()
            .map(NodeDef::getOp)
            .toList();
    assertEquals(
        List.of(
            "Const", "Const", "MatMul", "BiasAdd", "Relu", "Const", "Const", "MatMul", "BiasAdd",
            "Softmax"),
        operations);
    assertEquals(
        2,
        model
            .getMetaGraphs(0)
            .getSignatureDefOrThrow("serving_default")
            .getOutputsOrThrow("predictions")
            .getTensorShape()
            .getDim(1)
            .getSize());
  }

  /** The built-in demo was trained on exactly these weights: another digest is another version. */
  @Test
  void theBackboneOfBuiltInModelsStays() throws Exception {
    assertEquals(
        "f07e27d61cd384d6b9c52d902848b59d97790bbf7e32a5cd11ee6878cb3a0496",
        digest(BuiltInModel.RANDOM.savedModel()));
  }

  private static GraphDef graph(long seed) {
    return new ResNet50Graph(seed).savedModel().getMetaGraphs(0).getGraphDef();
  }

  private static TensorShapeProto shape(NodeDef constant) {
    return constant.getAttrOrThrow("value").getTensor().getTensorShape();
  }

  private static long elements(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .reduce(1, (a, b) -> a * b);
  }

  /** As the built-in model is written. */
  private static String digest(SavedModel model) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      model.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
