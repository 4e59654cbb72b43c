package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OpCatalog;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Turns a model's graph into one without functions, variables and branches. Needs TensorFlow's
 * native library to be loaded.
 */
final class Flattener implements GraphPass {

  private static final Set<String> CONTROL_FLOW =
      Set.of(
          "If",
          "StatelessIf",
          "Case",
          "StatelessCase",
          "While",
          "StatelessWhile",
          "For",
          "Enter",
          "Exit",
          "NextIteration",
          "LoopCond",
          "Switch",
          "Merge",
          "RefSwitch",
          "RefMerge");

  private final Path model;
  private final TensorRef input;
  private final Map<String, Integer> counts;

  /**
   * @param model the directory of the SavedModel that contains the graph, for its variables
   * @param input the tensor that is fed
   * @param counts receives what the passes do, by name
   */
  Flattener(Path model, TensorRef input, Map<String, Integer> counts) {
    this.model = model;
    this.input = input;
    this.counts = counts;
  }

  /**
   * Flattens a graph in rounds: resolving branches in one round may leave function calls for the
   * next.
   *
   * @return how many rounds it took
   * @throws UnpreparableModelException if something remains that a flat graph cannot contain
   */
  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    OpCatalog catalog = GraphRunner.operations();
    GraphPass clean = new GraphCleaner(catalog, input);
    int rounds = 0;
    try (SavedVariables variables = new SavedVariables(model)) {
      List<GraphPass> round =
          List.of(
              new FunctionInliner(catalog).counted("functionsInlined", counts),
              clean,
              new VariableFreezer(variables).counted("variablesFrozen", counts),
              clean,
              new ShapeFolder(Shapes::infer).counted("constantsFolded", counts),
              new ConstantFolder(catalog, Flattener::evaluate).counted("constantsFolded", counts),
              clean);
      BranchResolver.switches(graph);
      graph.prune();
      do {
        for (GraphPass pass : round) {
          pass.apply(graph);
        }
        rounds++;
      } while (BranchResolver.functional(graph) > 0);
    }
    requireFlat(graph, catalog);
    return rounds;
  }

  private static void requireFlat(FlatGraph graph, OpCatalog catalog)
      throws UnpreparableModelException {
    for (NodeDef node : graph.nodes()) {
      if (CONTROL_FLOW.contains(node.getOp())) {
        throw new UnpreparableModelException(
            "it decides by its input what to do: operation "
                + node.getOp()
                + " (node "
                + node.getName()
                + ")");
      }
      OpDef operation = catalog.get(node.getOp());
      boolean reference = operation.getInputArgList().stream().anyMatch(OpDef.ArgDef::getIsRef);
      if (operation.getIsStateful() || reference) {
        throw new UnpreparableModelException(
            "it keeps state or draws random numbers: operation "
                + node.getOp()
                + " (node "
                + node.getName()
                + ")");
      }
    }
  }

  private static List<HostTensor> evaluate(GraphDef graph, List<TensorRef> fetches) {
    try (GraphRunner runner = GraphRunner.of(graph, GraphRunner.RUN_ONCE)) {
      return runner.run(Map.of(), fetches);
    }
  }

  /** A model's variables, loaded when the first is needed: frozen models have none. */
  private static final class SavedVariables implements VariableFreezer.Source, AutoCloseable {
    private final Path directory;
    private Optional<GraphRunner> loaded = Optional.empty();

    SavedVariables(Path directory) {
      this.directory = directory;
    }

    @Override
    public List<HostTensor> read(List<NodeDef> variables) throws UnpreparableModelException {
      if (loaded.isEmpty()) {
        loaded = Optional.of(GraphRunner.load(directory, GraphRunner.RUN_ONCE));
      }
      return loaded.get().readVariables(variables);
    }

    @Override
    public void close() {
      loaded.ifPresent(GraphRunner::close);
    }
  }
}
