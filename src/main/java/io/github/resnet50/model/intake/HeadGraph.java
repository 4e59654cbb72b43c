package io.github.resnet50.model.intake;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.Head;
import io.github.resnet50.model.Head.Dense;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** The graph of a prepared model whose head can be replaced. */
final class HeadGraph {
  private final SavedModelFile file;
  private final FlatGraph graph;

  /**
   * Reads a prepared model.
   *
   * @throws ModelException where it has no features to put a head on
   */
  static HeadGraph read(Path prepared) throws ModelException, SavedModelException, IOException {
    SavedModelFile file = SavedModelFile.read(prepared, PreparedModelWriter.ALL);
    FlatGraph graph = file.graph();
    if (!graph.outputs().containsKey(OutputFinder.FEATURES)) {
      throw new ModelException("its scores do not come from one dense layer at its end");
    }
    return new HeadGraph(file, graph);
  }

  private HeadGraph(SavedModelFile file, FlatGraph graph) {
    this.file = file;
    this.graph = graph;
  }

  /** The number of features that a head takes. */
  int features() {
    return Math.toIntExact(file.outputShape(OutputFinder.FEATURES).get(1));
  }

  /** The input's type, TensorFlow's name of it. */
  String dtype() throws SavedModelException {
    return file.input().dtype().name();
  }

  /** The input's sizes, -1 for the batch. */
  List<Long> inputShape() throws SavedModelException {
    return file.input().sizes();
  }

  /** Writes the SavedModel with this head in place of its own. */
  void write(Head head, Path target)
      throws SavedModelException, UnpreparableModelException, IOException {
    TensorRef values = graph.outputs().get(OutputFinder.FEATURES);
    for (int i = 0; i < head.layers().size(); i++) {
      values = dense(graph.freshName("head/dense" + (i + 1)), head.layers().get(i), values);
    }
    graph.outputs().put(OutputFinder.LOGITS, values);
    graph.outputs().put(OutputFinder.PROBABILITIES, add("head/softmax", "Softmax", values));
    graph.prune();
    new PreparedModelWriter().write(graph, file.input(), Shapes.infer(graph), target);
  }

  private TensorRef dense(String name, Dense layer, TensorRef inputs) {
    int rows = layer.weights().length;
    int columns = layer.bias().length;
    float[] kernel = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(layer.weights()[row], 0, kernel, row * columns, columns);
    }
    TensorRef weights =
        constant(name + "/kernel", HostTensor.floats(List.of((long) rows, (long) columns), kernel));
    TensorRef bias =
        constant(name + "/bias", HostTensor.floats(List.of((long) columns), layer.bias()));
    TensorRef product = add(name + "/matmul", "MatMul", inputs, weights);
    TensorRef sum = add(name + "/biasadd", "BiasAdd", product, bias);
    return layer.relu() ? add(name + "/relu", "Relu", sum) : sum;
  }

  private TensorRef constant(String name, HostTensor value) {
    String free = graph.freshName(name);
    graph.put(value.toConst(free));
    return new TensorRef(free, 0);
  }

  private TensorRef add(String name, String operation, TensorRef... inputs) {
    NodeDef.Builder node =
        NodeDef.newBuilder()
            .setName(graph.freshName(name))
            .setOp(operation)
            .putAttr("T", Attributes.type(DataType.DT_FLOAT));
    for (TensorRef input : inputs) {
      node.addInput(input.asInput());
    }
    graph.put(node.build());
    return new TensorRef(node.getName(), 0);
  }
}
