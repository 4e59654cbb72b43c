package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.UnpreparableModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;

/** How an operation of TensorFlow's is written as ONNX. */
@FunctionalInterface
interface Operation {
  /** Adds a node's counterpart; its outputs, in their order. */
  List<Value> convert(NodeDef node) throws UnpreparableModelException;

  /** An operation with a single output. */
  @FunctionalInterface
  interface Single {
    Value convert(NodeDef node) throws UnpreparableModelException;
  }

  /** Operations by name; the map may be changed. */
  static Map<String, Operation> of(Map<String, Single> singles) {
    Map<String, Operation> operations = new HashMap<>();
    singles.forEach((name, single) -> operations.put(name, node -> List.of(single.convert(node))));
    return operations;
  }
}
