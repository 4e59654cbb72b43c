package io.github.resnet50.graph.onnx;

import java.util.List;

/**
 * A tensor of the graph that is converted.
 *
 * @param name in the ONNX graph
 * @param sizes in TensorFlow's order, -1 for open ones
 * @param turned whether ONNX has it with channels first, {@code [N,C,H,W]}, where TensorFlow has
 *     {@code [N,H,W,C]}
 */
record Value(String name, List<Long> sizes, boolean turned) {
  Value {
    sizes = List.copyOf(sizes);
  }

  int rank() {
    return sizes.size();
  }

  /** Where an axis of TensorFlow's lies in ONNX's order; negative ones count from the end. */
  long axis(long axis) {
    return axis(axis, rank(), turned);
  }

  /** The same of any tensor. */
  static long axis(long axis, int rank, boolean turned) {
    long positive = axis < 0 ? axis + rank : axis;
    if (!turned || positive == 0) {
      return positive;
    }
    return positive == 3 ? 1 : positive + 1;
  }
}
