package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Replaces resource variables ({@code VarHandleOp} with its {@code ReadVariableOp}s) and reference
 * variables ({@code VariableV2}) by constants: the values they have after loading.
 */
final class VariableFreezer implements GraphPass {

  /** Where the values come from: a session in which the model's variables are restored. */
  interface Source {
    /** The values of the variables, in the order of the nodes given. */
    List<HostTensor> read(List<NodeDef> variables) throws UnpreparableModelException;
  }

  private final Source source;

  VariableFreezer(Source source) {
    this.source = source;
  }

  /**
   * Freezes all variables.
   *
   * @return how many there were
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Map<String, NodeDef> variables = new LinkedHashMap<>();
    for (NodeDef node : graph.nodes()) {
      if (isVariable(node)) {
        requireRepresentable(node);
        variables.put(node.getName(), node);
      }
    }
    Map<TensorRef, TensorRef> reads = new HashMap<>();
    for (NodeDef node : graph.nodes()) {
      for (TensorRef input : FlatGraph.inputs(node)) {
        NodeDef variable = variables.get(input.node());
        if (variable != null && variable.getOp().equals("VarHandleOp")) {
          if (!node.getOp().equals("ReadVariableOp")) {
            throw new UnpreparableModelException(
                "node "
                    + node.getName()
                    + " ("
                    + node.getOp()
                    + ") uses a variable otherwise than"
                    + " by reading it");
          }
          reads.put(new TensorRef(node.getName(), 0), input);
        }
      }
    }
    List<NodeDef> handles = new ArrayList<>(variables.values());
    List<HostTensor> values = handles.isEmpty() ? List.of() : source.read(handles);
    for (int i = 0; i < handles.size(); i++) {
      graph.put(values.get(i).toConst(handles.get(i).getName()));
    }
    graph.redirect(reads);
    graph.prune();
    return handles.size();
  }

  private static boolean isVariable(NodeDef node) {
    return switch (node.getOp()) {
      case "VarHandleOp", "VariableV2", "Variable" -> true;
      default -> false;
    };
  }

  private static void requireRepresentable(NodeDef variable) throws UnpreparableModelException {
    DataType dtype = variable.getAttrOrThrow("dtype").getType();
    if (!HostTensor.isNumeric(dtype)) {
      throw new UnpreparableModelException(
          "variable " + variable.getName() + " is of type " + dtype);
    }
  }
}
