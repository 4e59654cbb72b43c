package io.github.resnet50.graph;

import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.VersionDef;

/**
 * A graph that grows node by node and knows the shape and type of each tensor as soon as its node
 * is there, for those who build one. Needs TensorFlow's native library to be loaded; owned by one
 * thread.
 */
public final class InferredGraph implements AutoCloseable {
  private final VersionDef versions;
  private final TF_Graph graph = TF_Graph.newGraph();

  /**
   * @param versions of the graph that is built: operations behave by it
   */
  public InferredGraph(VersionDef versions) {
    this.versions = versions;
  }

  /**
   * Adds a node whose inputs are there already. What a large constant holds is left out.
   *
   * @throws UnpreparableModelException where TensorFlow refuses it
   */
  @SuppressWarnings("try")
  public void add(NodeDef node) throws UnpreparableModelException {
    GraphDef single =
        GraphDef.newBuilder().setVersions(versions).addNode(FlatGraph.withoutWeight(node)).build();
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_ImportGraphDefOptions options = TF_ImportGraphDefOptions.newImportGraphDefOptions();
      Set<TensorRef> inputs = new HashSet<>(FlatGraph.inputs(node));
      for (TensorRef input : inputs) {
        tensorflow.TF_ImportGraphDefOptionsAddInputMapping(
            options, input.node(), input.index(), place(input));
      }
      TF_Buffer bytes = TF_Buffer.newBufferFromString(single);
      tensorflow.TF_GraphImportGraphDef(graph, bytes, options, status);
      GraphRunner.check(status);
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
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
