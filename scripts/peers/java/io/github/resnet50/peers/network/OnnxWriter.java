package io.github.resnet50.peers.network;

import io.github.resnet50.peers.network.Network.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes a network as ONNX, operator set 17. Field numbers are those of {@code onnx.proto3}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3">onnx.proto3</a>
 */
public final class OnnxWriter {
  private static final long IR_VERSION = 8;
  private static final long OPERATOR_SET = 17;
  private static final long FLOAT = 1;
  private static final long ATTRIBUTE_INT = 2;
  private static final long ATTRIBUTE_INTS = 7;

  private OnnxWriter() {}

  /** Writes a model that gives the probabilities. */
  public static void write(Network network, Path file) throws IOException {
    write(network, List.of(network.output()), file);
  }

  /**
   * Writes a model.
   *
   * @param outputs the values that it gives
   */
  public static void write(Network network, List<String> outputs, Path file) throws IOException {
    ProtoMessage graph = new ProtoMessage();
    network.nodes().forEach(node -> graph.add(1, node(node)));
    graph.add(2, "network");
    network.weights().forEach((name, weights) -> graph.add(5, tensor(name, weights)));
    graph.add(11, images(network));
    outputs.forEach(
        name ->
            graph.add(
                12,
                new ProtoMessage().add(1, name).add(2, type(new ProtoMessage().add(1, FLOAT)))));
    ProtoMessage model =
        new ProtoMessage()
            .add(1, IR_VERSION)
            .add(2, "resnet50 compare-peers")
            .add(7, graph)
            .add(8, new ProtoMessage().add(2, OPERATOR_SET));
    try (OutputStream out = Files.newOutputStream(file)) {
      model.toBytes().writeTo(out);
    }
  }

  private static ProtoMessage node(Node node) {
    ProtoMessage message =
        new ProtoMessage()
            .add(1, node.inputs())
            .add(2, node.output())
            .add(3, node.output())
            .add(4, node.op());
    new TreeMap<>(node.attributes())
        .forEach((name, value) -> message.add(5, attribute(name, value)));
    return message;
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage message = new ProtoMessage().add(1, name);
    if (value instanceof Long number) {
      return message.add(3, number).add(20, ATTRIBUTE_INT);
    }
    for (Object number : (List<?>) value) {
      message.add(8, (Long) number);
    }
    return message.add(20, ATTRIBUTE_INTS);
  }

  private static ProtoMessage tensor(String name, Weights weights) {
    ProtoMessage message = new ProtoMessage();
    weights.shape().forEach(size -> message.add(1, size));
    return message.add(2, weights.type().onnx).add(8, name).add(9, weights.content());
  }

  /** The batch's size stays open. */
  private static ProtoMessage images(Network network) {
    ProtoMessage shape = new ProtoMessage().add(1, new ProtoMessage().add(2, "N"));
    network.imageShape().forEach(size -> shape.add(1, new ProtoMessage().add(1, size)));
    return new ProtoMessage()
        .add(1, network.input())
        .add(2, type(new ProtoMessage().add(1, FLOAT).add(2, shape)));
  }

  private static ProtoMessage type(ProtoMessage tensor) {
    return new ProtoMessage().add(1, tensor);
  }
}
