package io.github.resnet50.model.intake;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
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
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.PreparedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The graph of a prepared model whose head can be replaced. */
final class HeadGraph {
  private final SavedModelFile file;
  private final FlatGraph graph;

  /**
   * Reads a prepared model, for images of the size that is wanted of it.
   *
   * @throws ModelException where it has no features to put a head on
   */
  static HeadGraph read(ModelSpec base, Path prepared)
      throws ModelException, SavedModelException, IOException {
    SavedModelFile file = PreparedModels.form(base, prepared);
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
      Dense layer = head.layers().get(i);
      String name = graph.freshName("head/dense" + (i + 1));
      values = graph.addDense(name, layer.weights(), layer.bias(), values);
      values = layer.relu() ? add("Relu", name + "/relu", values) : values;
    }
    graph.outputs().put(OutputFinder.LOGITS, values);
    graph.outputs().put(OutputFinder.PROBABILITIES, add("Softmax", "head/softmax", values));
    graph.prune();
    new PreparedModelWriter().write(graph, file.input(), Shapes.infer(graph), target);
  }

  private TensorRef add(String operation, String name, TensorRef input) {
    return graph.add(Attributes.node(operation, name, input.asInput()));
  }
}
