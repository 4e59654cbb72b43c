package io.github.resnet50.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** A graph's nodes and functions by name, and which of them run when others are computed. */
final class ReachableNodes {

  final Map<String, NodeDef> nodes = new HashMap<>();
  final Map<String, FunctionDef> functions = new LinkedHashMap<>();
  private final Map<String, Set<String>> implementations = new HashMap<>();

  ReachableNodes(MetaGraphDef metaGraph) {
    metaGraph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    metaGraph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
    functions.forEach(
        (name, function) ->
            implementations
                .computeIfAbsent(implemented(function), key -> new LinkedHashSet<>())
                .add(name));
  }

  /**
   * TensorFlow's optimiser may replace a function by any other that implements the same interface.
   */
  private static String implemented(FunctionDef function) {
    return function
        .getAttrOrDefault("api_implements", AttrValue.getDefaultInstance())
        .getS()
        .toStringUtf8();
  }

  List<NodeDef> reachable(String root) {
    return reachable(List.of(root));
  }

  /**
   * The graph's nodes that run when one of the roots is computed, because of data or control
   * inputs.
   */
  List<NodeDef> reachable(Collection<String> roots) {
    Map<String, NodeDef> reached = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    roots.forEach(root -> open.add(base(root)));
    while (!open.isEmpty()) {
      String name = open.poll();
      NodeDef node = nodes.get(name);
      if (node != null && reached.putIfAbsent(name, node) == null) {
        node.getInputList().forEach(input -> open.add(base(input)));
      }
    }
    return List.copyOf(reached.values());
  }

  /** Adds the functions that a node may call, and those that they call. */
  void collectFunctions(NodeDef node, Set<String> into) {
    for (String name : called(node)) {
      if (functions.containsKey(name) && into.add(name)) {
        functions.get(name).getNodeDefList().forEach(inner -> collectFunctions(inner, into));
      }
    }
  }

  Set<String> called(NodeDef node) {
    Set<String> names = new LinkedHashSet<>();
    names.add(node.getOp());
    node.getAttrMap().values().forEach(attribute -> addFunctions(attribute, names));
    for (String name : List.copyOf(names)) {
      FunctionDef function = functions.get(name);
      if (function != null && !implemented(function).isEmpty()) {
        names.addAll(implementations.get(implemented(function)));
      }
    }
    return names;
  }

  private static void addFunctions(AttrValue attribute, Set<String> names) {
    Stream.concat(Stream.of(attribute.getFunc()), attribute.getList().getFuncList().stream())
        .forEach(
            function -> {
              names.add(function.getName());
              function.getAttrMap().values().forEach(inner -> addFunctions(inner, names));
            });
  }

  /** The node's name in {@code ^node}, {@code node:0} or {@code node:output:0}. */
  static String base(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
