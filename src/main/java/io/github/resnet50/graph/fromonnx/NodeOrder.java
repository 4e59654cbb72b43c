package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.graph.onnx.file.OnnxNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes that lead to a value, each after those it needs. */
final class NodeOrder {
  private final Map<String, OnnxNode> makers = new HashMap<>();

  NodeOrder(OnnxFile file) throws OnnxException {
    for (OnnxNode node : file.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && makers.put(output, node) != null) {
          throw new OnnxException("two of its operations give its value '" + output + "'");
        }
      }
    }
  }

  /**
   * @throws OnnxException where the graph has a loop
   */
  List<OnnxNode> upTo(String value) throws OnnxException {
    List<OnnxNode> ordered = new ArrayList<>();
    // By identity: a node may hold weights, which would be hashed.
    Set<OnnxNode> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<OnnxNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<OnnxNode> stack = new ArrayDeque<>();
    push(value, stack);
    while (!stack.isEmpty()) {
      OnnxNode node = stack.peek();
      if (done.contains(node)) {
        stack.pop();
      } else if (open.add(node)) {
        for (String input : node.inputs()) {
          OnnxNode maker = makers.get(input);
          if (maker != null && open.contains(maker)) {
            throw new OnnxException("its graph has a loop at operation " + node.inWords());
          }
          if (maker != null && !done.contains(maker)) {
            push(input, stack);
          }
        }
      } else {
        stack.pop();
        open.remove(node);
        done.add(node);
        ordered.add(node);
      }
    }
    return ordered;
  }

  private void push(String value, Deque<OnnxNode> stack) {
    OnnxNode maker = makers.get(value);
    if (maker != null) {
      stack.push(maker);
    }
  }
}
