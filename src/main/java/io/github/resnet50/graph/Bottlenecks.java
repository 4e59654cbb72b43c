package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/** The tensors through which all goes that an output knows of the images. */
final class Bottlenecks {
  private Bottlenecks() {}

  /**
   * Finds them: the output can be computed from any one of them without the images.
   *
   * @param graph pruned, so that every node comes after its inputs
   * @return first outputs of nodes, in the order of the graph; without the images themselves
   */
  static List<TensorRef> of(FlatGraph graph, TensorRef output) {
    List<NodeDef> nodes = graph.nodes();
    Map<String, Integer> lastUse = lastUses(nodes, output);
    Set<String> variable = new HashSet<>();
    List<TensorRef> bottlenecks = new ArrayList<>();
    int needed = -1; // the last use of what was computed before
    for (int i = 0; i < nodes.size(); i++) {
      NodeDef node = nodes.get(i);
      String name = node.getName();
      boolean isImage = node.getOp().equals("Placeholder");
      boolean depends =
          isImage || FlatGraph.inputs(node).stream().anyMatch(in -> variable.contains(in.node()));
      if (!depends || !lastUse.containsKey(name)) {
        continue;
      }
      variable.add(name);
      if (needed <= i && !isImage) {
        bottlenecks.add(new TensorRef(name, 0));
      }
      needed = Math.max(needed, lastUse.get(name));
    }
    return bottlenecks;
  }

  /** Where each node that the output needs is used last. */
  private static Map<String, Integer> lastUses(List<NodeDef> nodes, TensorRef output) {
    Map<String, Integer> last = new HashMap<>();
    last.put(output.node(), nodes.size());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (last.containsKey(nodes.get(i).getName())) {
        for (TensorRef input : FlatGraph.inputs(nodes.get(i))) {
          last.putIfAbsent(input.node(), i);
        }
      }
    }
    return last;
  }
}
