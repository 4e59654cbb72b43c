package io.github.resnet50.compress;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The shapes of a compressed graph's outputs, which are those of the original's. */
record OutputShapes(FlatGraph original, FlatGraph compressed, Shapes shapes) implements Shapes {

  @Override
  public Optional<long[]> of(TensorRef tensor) {
    Map<TensorRef, TensorRef> same = new HashMap<>();
    compressed.outputs().forEach((name, output) -> same.put(output, original.outputs().get(name)));
    return shapes.of(same.getOrDefault(tensor, tensor));
  }
}
