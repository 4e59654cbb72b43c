package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OpCatalog;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Evaluates everything that does not depend on the input once, during preparation. */
final class ConstantFolder implements GraphPass {

  /** Runs a graph without inputs. */
  interface Evaluator {
    /** The values of the requested tensors, in their order. */
    List<HostTensor> evaluate(GraphDef graph, List<TensorRef> fetches)
        throws UnpreparableModelException;
  }

  // Ones, zeros and tilings larger than their inputs are still computed at run time.
  private static final int SMALL_BYTES = 1 << 20;

  private final OpCatalog catalog;
  private final Evaluator evaluator;

  ConstantFolder(OpCatalog catalog, Evaluator evaluator) {
    this.catalog = catalog;
    this.evaluator = evaluator;
  }

  /**
   * Replaces tensors that depend on constants alone by constants.
   *
   * @param graph pruned, so that every node comes after its inputs
   * @return how many tensors were replaced
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Map<String, NodeDef> constant = new LinkedHashMap<>();
    for (NodeDef node : graph.nodes()) {
      if (isConstant(node, constant)) {
        constant.put(node.getName(), node);
      }
    }
    Set<TensorRef> frontier = new LinkedHashSet<>();
    for (NodeDef node : graph.nodes()) {
      if (!constant.containsKey(node.getName())) {
        FlatGraph.inputs(node).forEach(input -> addComputed(input, constant, frontier));
      }
    }
    graph.outputs().values().forEach(output -> addComputed(output, constant, frontier));
    if (frontier.isEmpty()) {
      return 0;
    }
    List<TensorRef> fetches = new ArrayList<>(frontier);
    List<HostTensor> values = evaluator.evaluate(graph.toGraphDef(constant.values()), fetches);
    Map<TensorRef, TensorRef> replacements = new HashMap<>();
    for (int i = 0; i < fetches.size(); i++) {
      HostTensor value = values.get(i);
      if (value.content().size() > Math.max(SMALL_BYTES, 2 * bytes(constant))) {
        continue;
      }
      TensorRef tensor = fetches.get(i);
      String name = graph.freshName(tensor.node() + "/folded");
      graph.put(value.toConst(name));
      replacements.put(tensor, new TensorRef(name, 0));
    }
    graph.redirect(replacements);
    graph.prune();
    return replacements.size();
  }

  private boolean isConstant(NodeDef node, Map<String, NodeDef> constant)
      throws UnpreparableModelException {
    if (!catalog.knows(node.getOp()) || catalog.get(node.getOp()).getIsStateful()) {
      return false;
    }
    if (!node.getOp().equals("Const")
        && (node.getInputCount() == 0
            || !FlatGraph.inputs(node).stream().allMatch(i -> constant.containsKey(i.node())))) {
      return false;
    }
    DataType type = catalog.firstOutputType(node);
    return HostTensor.isNumeric(type) && !node.getOp().equals("Switch");
  }

  private static void addComputed(
      TensorRef tensor, Map<String, NodeDef> constant, Set<TensorRef> frontier) {
    NodeDef node = constant.get(tensor.node());
    if (node != null && !node.getOp().equals("Const")) {
      frontier.add(tensor);
    }
  }

  private static long bytes(Map<String, NodeDef> constants) {
    return constants.values().stream()
        .filter(node -> node.getOp().equals("Const"))
        .mapToLong(NodeDef::getSerializedSize)
        .sum();
  }
}
