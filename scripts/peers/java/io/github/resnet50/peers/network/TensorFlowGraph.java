package io.github.resnet50.peers.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A prepared model's graph: flat, its weights constants.
 *
 * @param nodes by name
 * @param output the node with the probabilities
 */
record TensorFlowGraph(Map<String, NodeDef> nodes, String output) {

  static TensorFlowGraph read(Path prepared) throws IOException {
    MetaGraphDef graph;
    try (InputStream in = Files.newInputStream(prepared.resolve("saved_model.pb"))) {
      graph = SavedModel.parseFrom(in).getMetaGraphs(0);
    }
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    SignatureDef signature = graph.getSignatureDefOrThrow("classify");
    return new TensorFlowGraph(
        nodes, nodeName(signature.getOutputsOrThrow("probabilities").getName()));
  }

  NodeDef input(NodeDef node, int index) {
    return nodes.get(nodeName(node.getInput(index)));
  }

  private static String nodeName(String tensor) {
    int colon = tensor.indexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }

  static List<Long> shape(NodeDef constant) {
    return constant.getAttrOrThrow("value").getTensor().getTensorShape().getDimList().stream()
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }

  static float[] floats(NodeDef constant) throws NetworkException {
    TensorProto tensor = constant(constant);
    float[] values = new float[size(constant)];
    if (tensor.getTensorContent().size() == 4 * values.length) {
      tensor
          .getTensorContent()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else {
      for (int i = 0; i < values.length; i++) { // the last value stands for all that follow
        values[i] = tensor.getFloatVal(Math.min(i, tensor.getFloatValCount() - 1));
      }
    }
    return values;
  }

  static int[] ints(NodeDef constant) throws NetworkException {
    TensorProto tensor = constant(constant);
    int[] values = new int[size(constant)];
    if (tensor.getTensorContent().size() == 4 * values.length) {
      tensor
          .getTensorContent()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asIntBuffer()
          .get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getIntVal(Math.min(i, tensor.getIntValCount() - 1));
      }
    }
    return values;
  }

  private static TensorProto constant(NodeDef node) throws NetworkException {
    if (!node.getOp().equals("Const")) {
      throw new NetworkException("node " + node.getName() + " is computed, not constant");
    }
    return node.getAttrOrThrow("value").getTensor();
  }

  private static int size(NodeDef constant) {
    return Math.toIntExact(shape(constant).stream().reduce(1L, Math::multiplyExact));
  }
}
