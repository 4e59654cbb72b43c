package io.github.resnet50.graph;

import java.util.Set;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Turns a model's graph into one without functions, variables and branches, by the passes in their
 * order: decide branches, inline, freeze, clean, fold constants; again while that decides further
 * branches.
 */
final class Flattener {

  /**
   * What was done.
   *
   * @param functions calls that were inlined
   * @param variables variables that were frozen
   * @param constants tensors that were computed once
   */
  record Result(int functions, int variables, int constants) {}

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

  private final OpCatalog catalog;
  private final VariableFreezer freezer;
  private final ConstantFolder folder;
  private final ShapeInference inference;

  /** Gives shapes of a graph for as long as a piece of work takes. */
  interface ShapeInference {
    /** Runs {@code work} with the graph's shapes. */
    <T> T with(FlatGraph graph, Work<T> work) throws UnpreparableModelException;

    /** Something that needs shapes. */
    interface Work<T> {
      T apply(Shapes shapes) throws UnpreparableModelException;
    }
  }

  Flattener(
      OpCatalog catalog, VariableFreezer freezer, ConstantFolder folder, ShapeInference inference) {
    this.catalog = catalog;
    this.freezer = freezer;
    this.folder = folder;
    this.inference = inference;
  }

  /**
   * Flattens a graph in place.
   *
   * @param input the tensor that is fed
   * @throws UnpreparableModelException if something stays that cannot be in a flat graph
   */
  Result flatten(FlatGraph graph, TensorRef input) throws UnpreparableModelException {
    FunctionInliner inliner = new FunctionInliner(catalog);
    BranchResolver branches = new BranchResolver();
    GraphCleaner cleaner = new GraphCleaner(catalog);
    branches.resolveSwitches(graph);
    graph.prune();
    int functions = 0;
    int variables = 0;
    int constants = 0;
    do {
      functions += inliner.inline(graph);
      cleaner.clean(graph, input);
      variables += freezer.freeze(graph);
      cleaner.clean(graph, input);
      constants += inference.with(graph, shapes -> new ShapeFolder().fold(graph, shapes));
      constants += folder.fold(graph);
      cleaner.clean(graph, input);
    } while (branches.resolveFunctional(graph) > 0);
    requireFlat(graph);
    return new Result(functions, variables, constants);
  }

  private void requireFlat(FlatGraph graph) throws UnpreparableModelException {
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
}
