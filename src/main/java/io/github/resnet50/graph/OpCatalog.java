package io.github.resnet50.graph;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** The operations that the engine knows, with their inputs, outputs and attributes. */
public final class OpCatalog {

  private final Map<String, OpDef> operations = new LinkedHashMap<>();

  public OpCatalog(Collection<OpDef> operations) {
    operations.forEach(operation -> this.operations.put(operation.getName(), operation));
  }

  /** Whether there is such an operation. */
  public boolean knows(String operation) {
    return operations.containsKey(operation);
  }

  /**
   * The definition of an operation.
   *
   * @throws UnpreparableModelException where the engine has none of that name
   */
  public OpDef get(String operation) throws UnpreparableModelException {
    OpDef found = operations.get(operation);
    if (found == null) {
      throw new UnpreparableModelException(
          "operation " + operation + " is not known to this TensorFlow");
    }
    return found;
  }

  /** Adds the attributes that an export omitted because they have their default values. */
  public NodeDef withDefaults(NodeDef node) throws UnpreparableModelException {
    NodeDef.Builder complete = node.toBuilder();
    for (OpDef.AttrDef attribute : get(node.getOp()).getAttrList()) {
      if (attribute.hasDefaultValue() && !node.containsAttr(attribute.getName())) {
        complete.putAttr(attribute.getName(), attribute.getDefaultValue());
      }
    }
    return complete.build();
  }

  /**
   * The index among all of the node's outputs of the {@code index}-th tensor of a named output
   * argument: functions name their nodes' outputs, graphs number them.
   */
  public int outputIndex(NodeDef node, String argument, int index)
      throws UnpreparableModelException {
    int offset = 0;
    for (OpDef.ArgDef output : get(node.getOp()).getOutputArgList()) {
      if (output.getName().equals(argument)) {
        return offset + index;
      }
      offset += length(output, node);
    }
    throw new UnpreparableModelException(
        "node " + node.getName() + " (" + node.getOp() + ") has no output " + argument);
  }

  /** The type of a node's only or first output; {@code DT_INVALID} if it has none. */
  public DataType firstOutputType(NodeDef node) throws UnpreparableModelException {
    List<OpDef.ArgDef> outputs = get(node.getOp()).getOutputArgList();
    if (outputs.isEmpty()) {
      return DataType.DT_INVALID;
    }
    OpDef.ArgDef output = outputs.get(0);
    if (!output.getTypeAttr().isEmpty()) {
      return attribute(node, output.getTypeAttr()).getType();
    }
    if (!output.getTypeListAttr().isEmpty()) {
      List<DataType> types = attribute(node, output.getTypeListAttr()).getList().getTypeList();
      return types.isEmpty() ? DataType.DT_INVALID : types.get(0);
    }
    return output.getType();
  }

  /**
   * The number of tensors that one argument of a node (or of a function's signature) stands for.
   */
  public int length(OpDef.ArgDef argument, NodeDef node) throws UnpreparableModelException {
    if (!argument.getNumberAttr().isEmpty()) {
      return Math.toIntExact(attribute(node, argument.getNumberAttr()).getI());
    }
    if (!argument.getTypeListAttr().isEmpty()) {
      return attribute(node, argument.getTypeListAttr()).getList().getTypeCount();
    }
    return 1;
  }

  private AttrValue attribute(NodeDef node, String name) throws UnpreparableModelException {
    AttrValue value = withDefaults(node).getAttrMap().get(name);
    if (value == null) {
      throw new UnpreparableModelException(
          "node " + node.getName() + " (" + node.getOp() + ") lacks attribute " + name);
    }
    return value;
  }
}
