package io.github.resnet50.peers.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier as a list of ONNX operations on NCHW tensors.
 *
 * @param input the name of the images, {@code [N, channels, height, width]}
 * @param imageShape channels, height, width
 * @param nodes in an order in which they can be computed
 * @param weights the constants by name
 * @param output the name of the probabilities, {@code [N, classes]}
 * @param classes how many
 */
public record Network(
    String input,
    List<Long> imageShape,
    List<Node> nodes,
    Map<String, Weights> weights,
    String output,
    long classes) {

  public Network {
    imageShape = List.copyOf(imageShape);
    nodes = List.copyOf(nodes);
    weights = new LinkedHashMap<>(weights);
  }

  /**
   * One operation with one output.
   *
   * @param op ONNX's name of it
   * @param inputs values and weights by name
   * @param output the value that it makes
   * @param attributes a {@code Long}, or a {@code List<Long>}
   */
  public record Node(
      String op, List<String> inputs, String output, Map<String, Object> attributes) {
    public Node {
      inputs = List.copyOf(inputs);
      attributes = Map.copyOf(attributes);
    }

    Node(String op, List<String> inputs, String output) {
      this(op, inputs, output, Map.of());
    }
  }

  /** The nodes that take a value. */
  List<Node> consumers(String value) {
    List<Node> found = new ArrayList<>();
    for (Node node : nodes) {
      if (node.inputs().contains(value)) {
        found.add(node);
      }
    }
    return found;
  }
}
