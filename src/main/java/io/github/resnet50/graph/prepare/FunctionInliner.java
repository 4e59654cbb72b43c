package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.OpCatalog;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Replaces function calls by the bodies of the functions, to any depth: {@code PartitionedCall},
 * {@code StatefulPartitionedCall} and operations named like a function of the library. Control
 * inputs, devices and private attributes are dropped: they order side effects, which an inference
 * graph does not have, and bind nodes to machines.
 */
final class FunctionInliner implements GraphPass {

  // In a library of n functions, each calling the next one twice, inlining yields 2^n nodes.
  private static final int MAX_NODES = 1_000_000;
  private static final int MAX_DEPTH = 256;

  private final OpCatalog catalog;

  FunctionInliner(OpCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Inlines every call.
   *
   * @return how many calls were replaced
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Map<String, FunctionDef> library = new HashMap<>();
    graph.library().getFunctionList().forEach(f -> library.put(f.getSignature().getName(), f));
    Map<TensorRef, TensorRef> results = new HashMap<>();
    Map<String, Integer> depths = new HashMap<>();
    Deque<NodeDef> todo = new ArrayDeque<>();
    for (NodeDef node : graph.nodes()) {
      NodeDef plain = plain(node).build();
      graph.put(plain);
      todo.add(plain);
    }
    int calls = 0;
    int nodes = todo.size();
    while (!todo.isEmpty()) {
      NodeDef call = todo.poll();
      String name = calledFunction(call, library);
      if (name == null) {
        continue;
      }
      FunctionDef function = library.get(name);
      if (function == null) {
        throw new UnpreparableModelException("function " + name + " is called but not defined");
      }
      int depth = depths.getOrDefault(call.getName(), 0) + 1;
      List<NodeDef> body = new Call(graph, call, function, library).expand(results);
      graph.remove(call.getName());
      body.forEach(graph::put);
      body.forEach(node -> depths.put(node.getName(), depth));
      todo.addAll(body);
      calls++;
      nodes += body.size();
      if (depth > MAX_DEPTH || nodes > MAX_NODES) {
        throw new UnpreparableModelException("function " + name + " unfolds without end");
      }
    }
    graph.redirect(results);
    return calls;
  }

  private static String calledFunction(NodeDef node, Map<String, FunctionDef> library) {
    return switch (node.getOp()) {
      case "PartitionedCall", "StatefulPartitionedCall" ->
          node.getAttrOrThrow("f").getFunc().getName();
      default -> library.containsKey(node.getOp()) ? node.getOp() : null;
    };
  }

  private static NodeDef.Builder plain(NodeDef node) {
    NodeDef.Builder plain =
        node.toBuilder().clearInput().clearDevice().clearExperimentalDebugInfo();
    node.getInputList().stream().filter(i -> !TensorRef.isControl(i)).forEach(plain::addInput);
    node.getAttrMap().keySet().stream().filter(a -> a.startsWith("_")).forEach(plain::removeAttr);
    return plain;
  }

  /** One call while it is replaced by its function's body. */
  private final class Call {

    private final FlatGraph graph;
    private final NodeDef call;
    private final FunctionDef function;
    private final Map<String, FunctionDef> library;
    private final Map<String, NodeDef> body = new LinkedHashMap<>();
    private final Map<String, List<TensorRef>> arguments = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    Call(FlatGraph graph, NodeDef call, FunctionDef function, Map<String, FunctionDef> library) {
      this.graph = graph;
      this.call = call;
      this.function = function;
      this.library = library;
      function.getNodeDefList().forEach(node -> body.put(node.getName(), node));
    }

    List<NodeDef> expand(Map<TensorRef, TensorRef> results) throws UnpreparableModelException {
      bindArguments();
      String prefix = graph.freshName(call.getName() + "/" + "call");
      prefix = prefix.substring(0, prefix.length() - "call".length());
      for (String name : body.keySet()) {
        names.put(name, graph.freshName(prefix + name));
      }
      List<NodeDef> expanded = new ArrayList<>();
      for (NodeDef node : body.values()) {
        NodeDef.Builder copy = plain(node).setName(names.get(node.getName())).clearInput();
        for (String input : node.getInputList()) {
          if (!TensorRef.isControl(input)) {
            copy.addInput(resolve(input).asInput());
          }
        }
        node.getAttrMap().forEach((name, value) -> bindAttribute(copy, name, value));
        expanded.add(copy.build());
      }
      int index = 0;
      for (OpDef.ArgDef output : function.getSignature().getOutputArgList()) {
        String returned = function.getRetOrThrow(output.getName());
        int length = catalog.length(output, call);
        for (int i = 0; i < length; i++) {
          results.put(new TensorRef(call.getName(), index++), resolve(returned, i));
        }
      }
      return expanded;
    }

    private void bindArguments() throws UnpreparableModelException {
      List<TensorRef> given = FlatGraph.inputs(call);
      int next = 0;
      for (OpDef.ArgDef argument : function.getSignature().getInputArgList()) {
        int end = next + catalog.length(argument, call);
        if (end > given.size()) {
          throw new UnpreparableModelException(
              "node " + call.getName() + " calls its function with too few arguments");
        }
        arguments.put(argument.getName(), given.subList(next, end));
        next = end;
      }
    }

    /** Sets an attribute that a generic function leaves open to the value given by the call. */
    private void bindAttribute(NodeDef.Builder copy, String name, AttrValue value) {
      if (value.getValueCase() == AttrValue.ValueCase.PLACEHOLDER
          && call.containsAttr(value.getPlaceholder())) {
        copy.putAttr(name, call.getAttrOrThrow(value.getPlaceholder()));
      }
    }

    private TensorRef resolve(String input) throws UnpreparableModelException {
      return resolve(input, 0);
    }

    /**
     * Resolves {@code argument}, {@code argument:index}, {@code node:output} or {@code
     * node:output:index} to a tensor of the flat graph.
     */
    private TensorRef resolve(String input, int offset) throws UnpreparableModelException {
      String[] parts = input.split(":", -1);
      int index = offset + (parts.length > 1 ? number(parts[parts.length - 1]) : 0);
      List<TensorRef> argument = arguments.get(parts[0]);
      if (argument != null && index < argument.size()) {
        return argument.get(index);
      }
      NodeDef node = body.get(parts[0]);
      if (node == null || parts.length < 2) {
        throw new UnpreparableModelException(
            "function " + function.getSignature().getName() + " refers to unknown " + input);
      }
      int place =
          library.containsKey(node.getOp())
              ? functionOutput(library.get(node.getOp()), node, parts[1], index)
              : catalog.outputIndex(node, parts[1], index);
      return new TensorRef(names.get(parts[0]), place);
    }

    private int functionOutput(FunctionDef callee, NodeDef node, String output, int index)
        throws UnpreparableModelException {
      int offset = 0;
      for (OpDef.ArgDef argument : callee.getSignature().getOutputArgList()) {
        if (argument.getName().equals(output)) {
          return offset + index;
        }
        offset += catalog.length(argument, node);
      }
      throw new UnpreparableModelException(
          "function " + callee.getSignature().getName() + " has no output " + output);
    }

    private static int number(String text) {
      return text.chars().allMatch(Character::isDigit) && !text.isEmpty()
          ? Integer.parseInt(text)
          : 0;
    }
  }
}
