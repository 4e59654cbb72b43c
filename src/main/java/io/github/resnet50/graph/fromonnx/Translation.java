package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Map;

/** How an operation of ONNX is written with those of TensorFlow. */
@FunctionalInterface
interface Translation {
  /** Adds a node's counterpart; its outputs, in their order. */
  List<Value> translate(Step step) throws UnpreparableModelException;

  /** An operation with a single output. */
  @FunctionalInterface
  interface Single {
    Value translate(Step step) throws UnpreparableModelException;
  }

  /** Puts operations of a single output among others. */
  static void addAll(Map<String, Single> singles, Map<String, Translation> into) {
    singles.forEach((name, single) -> into.put(name, step -> List.of(single.translate(step))));
  }
}
