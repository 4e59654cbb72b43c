package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
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

    default Operation asOperation() {
      return node -> List.of(convert(node));
    }
  }
}
