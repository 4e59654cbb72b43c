package io.github.resnet50.graph;

import java.util.Optional;

/** What shape inference says about the tensors of a graph. */
public interface Shapes {

  /** The sizes of a tensor, -1 for an unknown one; empty where not even the rank is known. */
  Optional<long[]> of(TensorRef tensor);

  /** Whether two tensors are known to have the same sizes, up to the batch (dimension 0). */
  default boolean sameButBatch(TensorRef a, TensorRef b) {
    Optional<long[]> first = of(a);
    Optional<long[]> second = of(b);
    if (first.isEmpty() || second.isEmpty() || first.get().length != second.get().length) {
      return false;
    }
    for (int i = 1; i < first.get().length; i++) {
      if (first.get()[i] < 0 || first.get()[i] != second.get()[i]) {
        return false;
      }
    }
    return true;
  }
}
