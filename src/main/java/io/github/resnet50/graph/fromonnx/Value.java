package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.TensorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.proto.DataType;

/**
 * A tensor of the ONNX graph, and where it is in TensorFlow's.
 *
 * @param sizes in ONNX's order, concrete: the batch is {@link Batch#SIZE}
 * @param order which of these axes lies first in memory, which second, and so on
 * @param isConstant whether it does not depend on the images
 */
record Value(
    TensorRef tensor, DataType type, List<Long> sizes, List<Integer> order, boolean isConstant) {
  /** Channels last, where ONNX has {@code [N,C,H,W]}. */
  static final List<Integer> CHANNELS_LAST = List.of(0, 2, 3, 1);

  Value {
    sizes = List.copyOf(sizes);
    order = List.copyOf(order);
  }

  /** As ONNX has it. */
  static List<Integer> plain(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  int rank() {
    return sizes.size();
  }

  long size(int axis) {
    return sizes.get(axis);
  }

  boolean isPlain() {
    return order.equals(plain(rank()));
  }

  boolean isSingle() {
    return Batch.product(sizes) == 1;
  }

  /** An axis that may be counted from the end. */
  int axis(long axis) {
    return (int) (axis < 0 ? axis + rank() : axis);
  }

  /** Where an axis lies in memory. */
  int place(int axis) {
    return order.indexOf(axis);
  }

  /** The same in memory, seen with other axes. */
  Value seenAs(List<Long> newSizes, List<Integer> newOrder) {
    return new Value(tensor, type, newSizes, newOrder, isConstant);
  }

  /** An order from which axes are taken away; those after them move up. */
  static List<Integer> without(List<Integer> order, List<Integer> axes) {
    List<Integer> left = new ArrayList<>();
    for (int axis : order) {
      if (!axes.contains(axis)) {
        left.add(axis - (int) axes.stream().filter(gone -> gone < axis).count());
      }
    }
    return left;
  }
}
