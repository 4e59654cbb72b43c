package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors that an attribute holds besides a single one: those of a list, and all of the graphs
 * that belong to a node, such as the branches of an {@code If}. Such a node is not translated, but
 * an engine that runs it follows the names of files that its tensors are kept in.
 */
final class InnerTensors {
  private static final int DEEPEST = 32;

  private final List<OnnxTensor> all = new ArrayList<>();

  List<OnnxTensor> all() {
    return all;
  }

  /** Reads the field of an attribute, if it is one of these. */
  void add(Message.Field field) throws IOException {
    add(field, 1);
  }

  private void add(Message.Field field, int depth) throws IOException {
    switch (field.number()) {
      case Fields.Attribute.TENSORS -> all.add(OnnxTensor.read(field.bytes()));
      case Fields.Attribute.GRAPH, Fields.Attribute.GRAPHS -> graph(field.bytes(), depth);
      case Fields.Attribute.SPARSE_TENSOR, Fields.Attribute.SPARSE_TENSORS ->
          throw OnnxFile.sparse();
      default -> {}
    }
  }

  private void graph(ByteString message, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new UnsupportedFileException(
          "its graphs lie within each other more than %d deep".formatted(DEEPEST));
    }
    Message.read(
        message,
        field -> {
          switch (field.number()) {
            case Fields.Graph.NODES -> node(field.bytes(), depth);
            case Fields.Graph.INITIALISERS -> all.add(OnnxTensor.read(field.bytes()));
            case Fields.Graph.SPARSE_INITIALISERS -> throw OnnxFile.sparse();
            default -> {}
          }
        });
  }

  private void node(ByteString message, int depth) throws IOException {
    Message.read(
        message,
        field -> {
          if (field.number() == Fields.Node.ATTRIBUTES) {
            attribute(field.bytes(), depth);
          }
        });
  }

  private void attribute(ByteString message, int depth) throws IOException {
    boolean[] hasTensor = {false};
    Message.read(
        message,
        field -> {
          if (field.number() == Fields.Attribute.TENSOR) {
            if (hasTensor[0]) {
              throw OnnxAttribute.twoTensors();
            }
            hasTensor[0] = true;
            all.add(OnnxTensor.read(field.bytes()));
          } else {
            add(field, depth + 1);
          }
        });
  }
}
