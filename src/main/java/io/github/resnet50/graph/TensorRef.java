package io.github.resnet50.graph;

/**
 * One output of one node of a flat graph.
 *
 * @param node the node's name
 * @param index which of its outputs, from 0
 */
public record TensorRef(String node, int index) {

  /** Parses {@code node} or {@code node:index}, as used in a node's inputs and in signatures. */
  public static TensorRef parse(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? new TensorRef(text, 0)
        : new TensorRef(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Whether an input only orders execution and carries no tensor. */
  public static boolean isControl(String input) {
    return input.startsWith("^");
  }

  /** The form used in a node's inputs. */
  public String asInput() {
    return index == 0 ? node : node + ":" + index;
  }

  /** The form used in a signature: always with the index. */
  @Override
  public String toString() {
    return node + ":" + index;
  }
}
