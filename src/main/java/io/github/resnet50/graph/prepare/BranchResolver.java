package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Resolves branches whose condition is constant, such as those between training and inference:
 * functional ones ({@code If}, {@code Case}) become calls of the branch that is taken; of
 * TensorFlow 1's {@code Switch} and {@code Merge} only the live side is kept.
 */
final class BranchResolver {

  private BranchResolver() {}

  /**
   * A {@link io.github.resnet50.graph.GraphPass}: turns functional branches with a constant
   * condition into calls.
   *
   * @return how many there were
   */
  static int functional(FlatGraph graph) throws UnpreparableModelException {
    return graph.rewrite(
        node -> {
          Optional<AttrValue> branch =
              switch (node.getOp()) {
                case "If", "StatelessIf" -> chosen(graph, node);
                case "Case", "StatelessCase" -> chosenCase(graph, node);
                default -> Optional.empty();
              };
          return branch.map(taken -> asCall(node, taken));
        });
  }

  private static Optional<AttrValue> chosen(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    return condition(graph, FlatGraph.input(node, 0))
        .map(taken -> node.getAttrOrThrow(taken ? "then_branch" : "else_branch"));
  }

  private static Optional<AttrValue> chosenCase(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    Optional<HostTensor> index = graph.constant(source(graph, FlatGraph.input(node, 0)));
    if (index.isEmpty()) {
      return Optional.empty();
    }
    var branches = node.getAttrOrThrow("branches").getList().getFuncList();
    int last = branches.size() - 1;
    long wanted = index.get().longs()[0];
    // TensorFlow takes the last branch for every index out of range.
    int taken = wanted < 0 || wanted > last ? last : (int) wanted;
    return Optional.of(AttrValue.newBuilder().setFunc(branches.get(taken)).build());
  }

  private static NodeDef asCall(NodeDef node, AttrValue function) {
    NodeDef.Builder call =
        NodeDef.newBuilder()
            .setName(node.getName())
            .setOp("StatefulPartitionedCall")
            .addAllInput(node.getInputList().subList(1, node.getInputCount()))
            .putAttr("f", function);
    Optional.ofNullable(node.getAttrMap().get("Tin")).ifPresent(t -> call.putAttr("Tin", t));
    Optional.ofNullable(node.getAttrMap().get("Tout")).ifPresent(t -> call.putAttr("Tout", t));
    return call.build();
  }

  /**
   * A {@link io.github.resnet50.graph.GraphPass}: resolves {@code Switch} and {@code Merge}. Runs
   * before control inputs are dropped: only they show that a constant belongs to a dead branch.
   *
   * @return how many merges were replaced by their live input
   */
  static int switches(FlatGraph graph) throws UnpreparableModelException {
    if (graph.nodes().stream().noneMatch(node -> node.getOp().equals("Switch"))) {
      return 0;
    }
    Map<TensorRef, TensorRef> replacements = new HashMap<>();
    Set<TensorRef> deadTensors = new HashSet<>();
    Set<String> deadNodes = new HashSet<>();
    for (NodeDef node : graph.nodes()) {
      if (node.getOp().equals("Switch")) {
        Optional<Boolean> condition = condition(graph, FlatGraph.input(node, 1));
        if (condition.isPresent()) {
          int live = condition.get() ? 1 : 0;
          deadTensors.add(new TensorRef(node.getName(), 1 - live));
          replacements.put(new TensorRef(node.getName(), live), FlatGraph.input(node, 0));
        }
      }
    }
    int merges = 0;
    boolean changed = !deadTensors.isEmpty();
    while (changed) {
      changed = false;
      for (NodeDef node : graph.nodes()) {
        if (node.getOp().equals("Merge")) {
          List<TensorRef> live =
              FlatGraph.inputs(node).stream()
                  .filter(i -> !isDead(i, deadTensors, deadNodes))
                  .toList();
          TensorRef result = new TensorRef(node.getName(), 0);
          if (live.size() == 1 && replacements.putIfAbsent(result, live.get(0)) == null) {
            merges++;
            changed = true;
          }
        } else if (!deadNodes.contains(node.getName())
            && node.getInputList().stream()
                .anyMatch(input -> isDeadInput(input, deadTensors, deadNodes))) {
          changed |= deadNodes.add(node.getName());
        }
      }
    }
    graph.redirect(replacements);
    return merges;
  }

  private static boolean isDeadInput(String input, Set<TensorRef> tensors, Set<String> nodes) {
    return TensorRef.isControl(input)
        ? nodes.contains(input.substring(1))
        : isDead(TensorRef.parse(input), tensors, nodes);
  }

  private static boolean isDead(TensorRef tensor, Set<TensorRef> tensors, Set<String> nodes) {
    return tensors.contains(tensor) || nodes.contains(tensor.node());
  }

  private static Optional<Boolean> condition(FlatGraph graph, TensorRef tensor)
      throws UnpreparableModelException {
    TensorRef source = source(graph, tensor);
    NodeDef node = graph.producer(source);
    if (node == null) {
      return Optional.empty();
    }
    switch (node.getOp()) {
      case "LogicalNot" -> {
        return condition(graph, FlatGraph.input(node, 0)).map(value -> !value);
      }
      case "LogicalAnd", "LogicalOr" -> {
        boolean or = node.getOp().equals("LogicalOr");
        Optional<Boolean> left = condition(graph, FlatGraph.input(node, 0));
        Optional<Boolean> right = condition(graph, FlatGraph.input(node, 1));
        if (left.isPresent() && right.isPresent()) {
          return Optional.of(or ? left.get() || right.get() : left.get() && right.get());
        }
        // One operand can decide: true or x, false and x.
        return left.filter(v -> v == or).or(() -> right.filter(v -> v == or));
      }
      default -> {
        Optional<HostTensor> value = graph.constant(source);
        // TensorFlow treats any other tensor as true if it is not empty; no exporter writes that.
        return value.filter(v -> v.elements() == 1).map(v -> v.longs()[0] != 0);
      }
    }
  }

  /**
   * Follows nodes that pass their input on back to its source; an unfed placeholder passes on its
   * default.
   */
  private static TensorRef source(FlatGraph graph, TensorRef tensor) {
    TensorRef current = tensor;
    while (true) {
      NodeDef node = graph.producer(current);
      if (node == null || node.getInputCount() == 0) {
        return current;
      }
      switch (node.getOp()) {
        case "Identity", "PlaceholderWithDefault", "StopGradient" ->
            current = FlatGraph.input(node, 0);
        // Both of its outputs carry the data.
        case "Switch" -> current = FlatGraph.input(node, 0);
        default -> {
          return current;
        }
      }
    }
  }
}
