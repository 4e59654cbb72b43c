package io.github.resnet50.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.resnet50.basics.CLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_OperationDescription;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpList;
import org.tensorflow.proto.RewriterConfig;

/**
 * A thin wrapper of a TensorFlow graph with its session. Needs the native library to be loaded.
 * {@link #run} may be called from several threads at once; the rest belongs to one thread. {@link
 * #close} frees all native memory.
 */
public final class GraphRunner implements AutoCloseable {

  /** For graphs that run a few times: TensorFlow's optimiser would cost more than it saves. */
  public static final ConfigProto RUN_ONCE =
      ConfigProto.newBuilder()
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
          .build();

  /** The same, and no copy of the graph is kept: nothing can be added to it once it has run. */
  public static final ConfigProto RUN_ONCE_UNCHANGED = unchanged(RUN_ONCE);

  /** One thread a run, the caller's; for prepared graphs, which have nothing left to optimise. */
  public static final ConfigProto IN_CALLERS_THREAD =
      RUN_ONCE.toBuilder().setIntraOpParallelismThreads(1).setInterOpParallelismThreads(-1).build();

  /** The same for graphs as they came. */
  public static final ConfigProto IN_CALLERS_THREAD_OPTIMISED =
      IN_CALLERS_THREAD.toBuilder()
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(false)))
          .build();

  /** For decoding: no threads of its own, and no graphics memory. */
  public static final ConfigProto DECODING =
      ConfigProto.newBuilder()
          .setInterOpParallelismThreads(-1)
          .setIntraOpParallelismThreads(1)
          .putDeviceCount("GPU", 0)
          .build();

  /** Below it memory to be given back is not worth a walk through all that is free. */
  private static final int LARGE = 16 << 20;

  static ConfigProto unchanged(ConfigProto config) {
    return config.toBuilder()
        .setExperimental(ConfigProto.Experimental.newBuilder().setOptimizeForStaticGraph(true))
        .build();
  }

  private final TF_Graph graph;
  private final TF_Session session;
  // Kept so that a variable requested twice is read by the same node.
  private final Map<String, TensorRef> reads = new HashMap<>();

  private GraphRunner(TF_Graph graph, TF_Session session) {
    this.graph = graph;
    this.session = session;
  }

  /** All operations that the loaded library has registered. */
  public static OpCatalog operations() {
    TF_Buffer buffer = tensorflow.TF_GetAllOpList();
    try {
      return new OpCatalog(OpList.parseFrom(buffer.dataAsByteBuffer()).getOpList());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow's list of operations is unreadable", e);
    } finally {
      tensorflow.TF_DeleteBuffer(buffer);
    }
  }

  /**
   * Imports a graph, which must have passed {@link GraphSafety}: importing alone can run parts of
   * it.
   *
   * @throws TensorFlowException if TensorFlow refuses it
   */
  @SuppressWarnings("try")
  public static GraphRunner of(GraphDef definition, ConfigProto config) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Graph graph = TF_Graph.newGraph();
      BytePointer bytes = serialized(definition);
      TF_Buffer buffer = TF_Buffer.newBuffer().data(bytes).length(bytes.capacity());
      TF_ImportGraphDefOptions options = TF_ImportGraphDefOptions.newImportGraphDefOptions();
      tensorflow.TF_GraphImportGraphDef(graph, buffer, options, status);
      check(status);
      bytes.close();
      if (buffer.length() > LARGE) { // the first run takes several times the weights
        CLibrary.releaseFreedMemory();
      }
      TF_Session session = TF_Session.newSession(graph, sessionOptions(config, status), status);
      check(status);
      graph.retainReference();
      session.retainReference();
      return new GraphRunner(graph, session);
    }
  }

  /** Outside of Java's heap, where it would stay until the collector comes by. */
  private static BytePointer serialized(GraphDef definition) {
    BytePointer bytes = new BytePointer(definition.getSerializedSize());
    CodedOutputStream stream = CodedOutputStream.newInstance(bytes.asByteBuffer());
    try {
      definition.writeTo(stream);
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is as much room as it said to need
    }
    return bytes;
  }

  /**
   * Loads a SavedModel with TensorFlow's own loader: restores variables, runs the model's
   * initialiser. It must have passed {@link GraphSafety}.
   *
   * @throws TensorFlowException if TensorFlow refuses it
   */
  @SuppressWarnings("try")
  public static GraphRunner load(Path directory, ConfigProto config) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Graph graph = TF_Graph.newGraph();
      TF_Session session =
          TF_Session.loadSessionFromSavedModel(
              sessionOptions(config, status),
              null,
              directory.toString(),
              new String[] {SavedModelFile.TAG},
              graph,
              null,
              status);
      check(status);
      graph.retainReference();
      session.retainReference();
      return new GraphRunner(graph, session);
    }
  }

  /** Throws one kind of exception for what TensorFlow reports; its binding throws three. */
  static void check(TF_Status status) {
    try {
      status.throwExceptionIfNotOK();
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new TensorFlowException(e.getMessage(), e);
    }
  }

  private static TF_SessionOptions sessionOptions(ConfigProto config, TF_Status status) {
    TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
    BytePointer bytes = new BytePointer(config.toByteArray());
    tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
    check(status);
    return options;
  }

  /**
   * Runs the graph once.
   *
   * @param feeds values to feed, by tensor
   * @param fetches tensors to compute
   * @return the values of {@code fetches}, in their order
   * @throws TensorFlowException if TensorFlow fails
   */
  @SuppressWarnings("try")
  public List<HostTensor> run(Map<TensorRef, HostTensor> feeds, List<TensorRef> fetches) {
    try (PointerScope scope = new PointerScope()) {
      List<TensorRef> fed = List.copyOf(feeds.keySet());
      PointerPointer<TF_Tensor> inputs = new PointerPointer<>(Math.max(1, fed.size()));
      for (int i = 0; i < fed.size(); i++) {
        inputs.put(i, toNative(feeds.get(fed.get(i))));
      }
      PointerPointer<TF_Tensor> outputs = new PointerPointer<>(fetches.size());
      TF_Status status = TF_Status.newStatus();
      tensorflow.TF_SessionRun(
          session,
          null,
          places(fed),
          inputs,
          fed.size(),
          places(fetches),
          outputs,
          fetches.size(),
          new PointerPointer<TF_Operation>(1),
          0,
          null,
          status);
      check(status);
      List<TF_Tensor> natives = new ArrayList<>();
      for (int i = 0; i < fetches.size(); i++) {
        natives.add(outputs.get(TF_Tensor.class, i).withDeallocator());
      }
      List<HostTensor> values = new ArrayList<>();
      for (TF_Tensor tensor : natives) {
        values.add(toHost(tensor));
        // Freed at once, so that a model's weights are in memory twice only for a moment.
        tensor.close();
      }
      return values;
    }
  }

  private TF_Output places(List<TensorRef> tensors) {
    TF_Output places = new TF_Output(Math.max(1, tensors.size()));
    for (int i = 0; i < tensors.size(); i++) {
      places.position(i).oper(operation(tensors.get(i).node())).index(tensors.get(i).index());
    }
    return places.position(0);
  }

  private TF_Operation operation(String name) {
    TF_Operation operation = tensorflow.TF_GraphOperationByName(graph, name);
    if (operation == null || operation.isNull()) {
      throw new TensorFlowException("the graph has no node " + name);
    }
    return operation;
  }

  private static TF_Tensor toNative(HostTensor value) {
    long[] shape = value.shape().stream().mapToLong(Long::longValue).toArray();
    TF_Tensor tensor =
        TF_Tensor.allocateTensor(value.dtype().getNumber(), shape, value.content().size());
    Pointer data = tensorflow.TF_TensorData(tensor).capacity(value.content().size());
    data.asByteBuffer().put(value.content().asReadOnlyByteBuffer());
    return tensor;
  }

  private static HostTensor toHost(TF_Tensor tensor) {
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < tensorflow.TF_NumDims(tensor); i++) {
      shape.add(tensorflow.TF_Dim(tensor, i));
    }
    DataType dtype = DataType.forNumber(tensorflow.TF_TensorType(tensor));
    long size = tensorflow.TF_TensorByteSize(tensor);
    ByteString content = ByteString.EMPTY;
    if (size > 0) {
      ByteBuffer bytes = tensorflow.TF_TensorData(tensor).capacity(size).asByteBuffer();
      content = ByteString.copyFrom(bytes);
    }
    return new HostTensor(dtype, shape, content);
  }

  /**
   * Reads variables of a loaded SavedModel by nodes added to its graph.
   *
   * @param variables nodes of the model's own graph: {@code VarHandleOp} or reference variables
   */
  @SuppressWarnings("try")
  public List<HostTensor> readVariables(List<NodeDef> variables) throws UnpreparableModelException {
    try (PointerScope scope = new PointerScope()) {
      List<TensorRef> fetches = new ArrayList<>();
      for (NodeDef variable : variables) {
        TensorRef read = reads.get(variable.getName());
        if (read == null) {
          read = addRead(variable);
          reads.put(variable.getName(), read);
        }
        fetches.add(read);
      }
      return run(Map.of(), fetches);
    } catch (TensorFlowException e) {
      throw new UnpreparableModelException("its variables cannot be read: " + e.getMessage(), e);
    }
  }

  private TensorRef addRead(NodeDef variable) throws UnpreparableModelException {
    TF_Operation handle = tensorflow.TF_GraphOperationByName(graph, variable.getName());
    if (handle == null || handle.isNull()) {
      throw new UnpreparableModelException(
          "variable " + variable.getName() + " belongs to a function");
    }
    if (!variable.getOp().equals("VarHandleOp")) {
      return new TensorRef(variable.getName(), 0);
    }
    TF_Status status = TF_Status.newStatus();
    String name = "resnet50_freeze/" + reads.size();
    TF_OperationDescription read = tensorflow.TF_NewOperation(graph, "ReadVariableOp", name);
    tensorflow.TF_AddInput(read, new TF_Output().oper(handle).index(0));
    tensorflow.TF_SetAttrType(
        read, "dtype", variable.getAttrOrThrow("dtype").getType().getNumber());
    tensorflow.TF_FinishOperation(read, status);
    check(status);
    return new TensorRef(name, 0);
  }

  /**
   * Adds the nodes that compute a gradient (the chain rule on TensorFlow's own graph).
   *
   * @param y the tensor that is differentiated
   * @param x the tensor with respect to which it is differentiated
   * @param weights the gradient of the result with respect to {@code y}, of y's shape
   * @return the gradient of the sum of y times weights with respect to x, of x's shape
   * @throws TensorFlowException where an operation between them has no gradient, or y does not
   *     depend on x
   */
  @SuppressWarnings("try")
  TensorRef addGradients(TensorRef y, TensorRef x, TensorRef weights) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Output gradient = new TF_Output(1);
      tensorflow.TF_AddGradients(
          graph,
          places(List.of(y)),
          1,
          places(List.of(x)),
          1,
          places(List.of(weights)),
          status,
          gradient);
      check(status);
      if (gradient.oper() == null || gradient.oper().isNull()) {
        throw new TensorFlowException(y + " does not depend on " + x);
      }
      String name = tensorflow.TF_OperationName(gradient.oper()).getString();
      return new TensorRef(name, gradient.index());
    }
  }

  /** The graph as it is now, with what was added to it. */
  @SuppressWarnings("try")
  GraphDef definition() {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Buffer bytes = TF_Buffer.newBuffer();
      tensorflow.TF_GraphToGraphDef(graph, bytes, status);
      check(status);
      return GraphDef.parseFrom(bytes.dataAsByteBuffer());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow's own graph is unreadable", e);
    }
  }

  /** The sizes of a tensor, -1 for an unknown one; empty where not even the rank is known. */
  @SuppressWarnings("try")
  Optional<long[]> shape(TensorRef tensor) {
    try (PointerScope scope = new PointerScope()) {
      TF_Operation operation = tensorflow.TF_GraphOperationByName(graph, tensor.node());
      if (operation == null
          || operation.isNull()
          || tensor.index() >= tensorflow.TF_OperationNumOutputs(operation)) {
        return Optional.empty();
      }
      TF_Status status = TF_Status.newStatus();
      TF_Output place = new TF_Output().oper(operation).index(tensor.index());
      int rank = tensorflow.TF_GraphGetTensorNumDims(graph, place, status);
      check(status);
      if (rank < 0) {
        return Optional.empty();
      }
      long[] sizes = new long[rank];
      tensorflow.TF_GraphGetTensorShape(graph, place, sizes, rank, status);
      check(status);
      return Optional.of(sizes);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
