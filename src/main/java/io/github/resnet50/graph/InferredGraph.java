package io.github.resnet50.graph;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_OperationDescription;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * A graph that grows node by node and knows the shape and type of each tensor as soon as its node
 * is there, for those who build one. Needs TensorFlow's native library to be loaded; owned by one
 * thread.
 */
public final class InferredGraph implements AutoCloseable {
  private final OpCatalog catalog;
  private final TF_Graph graph = TF_Graph.newGraph();

  /**
   * @param catalog what the library knows
   */
  public InferredGraph(OpCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Adds a node whose inputs are there already. What a large constant holds is left out. The time
   * it takes does not depend on how many there are, as that of importing a graph of one node does.
   *
   * @throws UnpreparableModelException where TensorFlow refuses it
   */
  @SuppressWarnings("try")
  public void add(NodeDef node) throws UnpreparableModelException {
    NodeDef light = FlatGraph.withoutWeight(node);
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_OperationDescription description =
          tensorflow.TF_NewOperation(graph, light.getOp(), light.getName());
      addInputs(description, light);
      for (Map.Entry<String, AttrValue> attribute : light.getAttrMap().entrySet()) {
        BytePointer bytes = new BytePointer(attribute.getValue().toByteArray());
        tensorflow.TF_SetAttrValueProto(
            description, attribute.getKey(), bytes, bytes.capacity(), status);
        GraphRunner.check(status);
      }
      tensorflow.TF_FinishOperation(description, status);
      GraphRunner.check(status);
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  private void addInputs(TF_OperationDescription description, NodeDef node)
      throws UnpreparableModelException {
    List<TensorRef> inputs = FlatGraph.inputs(node);
    int next = 0;
    for (OpDef.ArgDef argument : catalog.get(node.getOp()).getInputArgList()) {
      if (argument.getNumberAttr().isEmpty()) {
        tensorflow.TF_AddInput(description, place(inputs.get(next++)));
      } else {
        int count = Math.toIntExact(node.getAttrOrThrow(argument.getNumberAttr()).getI());
        TF_Output places = new TF_Output(count);
        for (int i = 0; i < count; i++) {
          TF_Output from = place(inputs.get(next++));
          places.getPointer(i).oper(from.oper()).index(from.index());
        }
        tensorflow.TF_AddInputList(description, places, count);
      }
    }
  }

  private TF_Output place(TensorRef tensor) {
    TF_Operation operation = tensorflow.TF_GraphOperationByName(graph, tensor.node());
    if (operation == null || operation.isNull()) {
      throw new IllegalArgumentException("there is no node " + tensor.node());
    }
    return new TF_Output().oper(operation).index(tensor.index());
  }

  /**
   * The sizes of a tensor, -1 for unknown ones.
   *
   * @throws UnpreparableModelException where not even their number is known
   */
  @SuppressWarnings("try")
  public long[] sizes(TensorRef tensor) throws UnpreparableModelException {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Output place = place(tensor);
      int rank = tensorflow.TF_GraphGetTensorNumDims(graph, place, status);
      GraphRunner.check(status);
      if (rank < 0) {
        throw new UnpreparableModelException("the shape of " + tensor.node() + " is unknown");
      }
      long[] sizes = new long[rank];
      tensorflow.TF_GraphGetTensorShape(graph, place, sizes, rank, status);
      GraphRunner.check(status);
      return sizes;
    }
  }

  /** The type of a tensor. */
  @SuppressWarnings("try")
  public DataType type(TensorRef tensor) {
    try (PointerScope scope = new PointerScope()) {
      return DataType.forNumber(tensorflow.TF_OperationOutputType(place(tensor)));
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
