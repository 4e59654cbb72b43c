package io.github.resnet50.graph;

import static io.github.resnet50.graph.ReachableNodes.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Decides whether a graph may be given to TensorFlow at all. A SavedModel is a program: its
 * operations can read and write any file of the user. Importing it is enough to run parts of it:
 * shape inference evaluates constant parts of a graph, {@code ReadFile} among them. So every node
 * of the graph and of all its functions, reachable or not, must be on the list of harmless
 * operations. What the signature of a model does not reach is no reason to refuse the model: {@link
 * SafeForm} leaves it out of what TensorFlow gets.
 *
 * <p>Exports carry operations that save and restore their own checkpoint. These may exist, but not
 * where they would run in another way than intended: not in what a signature or the initialiser
 * computes; and what the loader runs to restore may only read, and only from the checkpoint whose
 * name the loader passes.
 */
public final class GraphSafety {

  /** How many refused operations a message names. */
  private static final int NAMED = 5;

  private static final String LIST = "safe-operations.txt";
  private static final Set<String> RESTORING = Set.of("Restore", "RestoreSlice", "RestoreV2");
  private static final Set<String> SAVING =
      Set.of("Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints");
  private static final String STDERR = "stderr";

  /**
   * The streams a model may print to: no files, and not standard output, which carries the results.
   */
  private static final Set<String> STREAMS =
      Set.of(STDERR, "log(info)", "log(warning)", "log(error)");

  /** In all operations, attributes with these names are types, lists of types or counts. */
  private static final Pattern HARMLESS_WHEN_OPEN =
      Pattern.compile("T[a-z]*|dtype|out_type|SrcT|DstT|N");

  private static final Set<String> SINGLE_OUTPUT =
      Set.of("Placeholder", "PlaceholderWithDefault", "Const", "Identity");
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  // What the loader (the first three) and DJL (with every batch) run besides the signature.
  static final String INIT_SIGNATURE = "__saved_model_init_op";
  static final List<String> INIT_COLLECTIONS =
      List.of("saved_model_main_op", "legacy_init_op", "table_initializer");

  private final Set<String> allowed;

  /** Uses the list of allowed operations that comes with the program. */
  public GraphSafety() {
    this(readList());
  }

  GraphSafety(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * One refused node.
   *
   * @param operation its operation
   * @param node its name
   * @param function the function it is in; empty for the graph itself
   * @param reason why it is refused
   */
  public record Violation(String operation, String node, String function, String reason) {
    /**
     * @param others nodes of the same operation that are refused for the same reason
     */
    private String describe(int others) {
      String where = function.isEmpty() ? "" : " of function " + function;
      String more = others == 0 ? "" : ", and " + others + (others == 1 ? " other" : " others");
      return "operation " + operation + " (node " + node + where + more + ") " + reason;
    }
  }

  private static Set<String> readList() {
    try (InputStream stream = GraphSafety.class.getResourceAsStream(LIST)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses a file that contains a forbidden operation in any of its graphs, so that it does not
   * matter which graph a loader chooses.
   *
   * @throws SavedModelException naming the operations, and the option that lets them run
   */
  public void require(SavedModelFile model) throws SavedModelException {
    List<Violation> violations = check(model);
    if (!violations.isEmpty()) {
      throw refusal(violations);
    }
  }

  List<Violation> check(SavedModelFile model) {
    return model.metaGraphs().stream().flatMap(graph -> check(graph).stream()).distinct().toList();
  }

  /** Names each operation once, with the first of its nodes. */
  static SavedModelException refusal(List<Violation> violations) {
    Map<List<String>, List<Violation>> alike = new LinkedHashMap<>();
    violations.forEach(
        v ->
            alike
                .computeIfAbsent(List.of(v.operation(), v.reason()), k -> new ArrayList<>())
                .add(v));
    String more = alike.size() > NAMED ? "; and " + (alike.size() - NAMED) + " more" : "";
    return new SavedModelException(
        alike.values().stream()
            .limit(NAMED)
            .map(same -> same.get(0).describe(same.size() - 1))
            .collect(
                Collectors.joining(
                    "; ",
                    "the model's graph is refused: ",
                    more + "; --trust-model lets it run, if you trust where it comes from")));
  }

  /** All violations of a model, in graph order; empty if there are none. */
  public List<Violation> check(MetaGraphDef metaGraph) {
    ReachableNodes library = new ReachableNodes(metaGraph);
    Set<Violation> violations = new LinkedHashSet<>();
    List<NodeDef> graph = metaGraph.getGraphDef().getNodeList();
    checkNames("", graph, library, violations);
    // Not the library's map, which keeps only the last of two functions with the same name.
    for (FunctionDef function : metaGraph.getGraphDef().getLibrary().getFunctionList()) {
      String name = function.getSignature().getName();
      checkNames(name, function.getNodeDefList(), library, violations);
    }
    Predicate<String> checkpoints = op -> SAVING.contains(op) || RESTORING.contains(op);
    refuse(library, served(metaGraph), checkpoints, "touches files", violations);
    refuse(library, initialisers(metaGraph), checkpoints, "touches files on loading", violations);
    String restore = metaGraph.getSaverDef().getRestoreOpName();
    if (!restore.isEmpty()) {
      refuse(library, List.of(restore), SAVING::contains, "writes files on loading", violations);
      Restore trace = new Restore(library, violations);
      NodeDef filename = library.nodes.get(base(metaGraph.getSaverDef().getFilenameTensorName()));
      // Only the named output is fed; of other outputs of the node nothing is known.
      boolean single = filename != null && SINGLE_OUTPUT.contains(filename.getOp());
      trace.follow("", library.reachable(restore), single ? Set.of(filename.getName()) : Set.of());
    }
    return List.copyOf(violations);
  }

  private void checkNames(
      String function, List<NodeDef> nodes, ReachableNodes library, Set<Violation> violations) {
    for (NodeDef node : nodes) {
      String op = node.getOp();
      for (String open : openAttributes(node)) {
        violations.add(
            new Violation(
                op, node.getName(), function, "leaves its attribute " + open + " to its caller"));
      }
      if (op.equals("PrintV2")) {
        AttrValue stream = node.getAttrMap().getOrDefault("output_stream", Attributes.s(STDERR));
        if (!STREAMS.contains(stream.getS().toStringUtf8())) {
          String where =
              stream.getS().isEmpty() ? "nobody knows where" : stream.getS().toStringUtf8();
          violations.add(new Violation(op, node.getName(), function, "writes to " + where));
        }
      } else if (!allowed.contains(op)
          && !SAVING.contains(op)
          && !RESTORING.contains(op)
          && !library.functions.containsKey(op)) {
        violations.add(
            new Violation(
                op, node.getName(), function, "is not among the operations known to be harmless"));
      }
    }
  }

  /**
   * Attributes whose values come from a function's caller. Their values cannot be seen at the node,
   * and they could be files or other functions: only types and counts may be passed that way.
   */
  private static List<String> openAttributes(NodeDef node) {
    return node.getAttrMap().entrySet().stream()
        .filter(attribute -> isOpen(attribute.getValue()))
        .map(Map.Entry::getKey)
        .filter(name -> !HARMLESS_WHEN_OPEN.matcher(name).matches())
        .sorted()
        .toList();
  }

  private static boolean isOpen(AttrValue value) {
    return value.getValueCase() == AttrValue.ValueCase.PLACEHOLDER
        || Stream.concat(Stream.of(value.getFunc()), value.getList().getFuncList().stream())
            .flatMap(function -> function.getAttrMap().values().stream())
            .anyMatch(GraphSafety::isOpen);
  }

  private static void refuse(
      ReachableNodes library,
      Collection<String> roots,
      Predicate<String> refused,
      String reason,
      Set<Violation> violations) {
    Set<String> functions = new LinkedHashSet<>();
    for (NodeDef node : library.reachable(roots)) {
      if (refused.test(node.getOp())) {
        violations.add(new Violation(node.getOp(), node.getName(), "", reason));
      }
      library.collectFunctions(node, functions);
    }
    for (String function : functions) {
      for (NodeDef node : library.functions.get(function).getNodeDefList()) {
        if (refused.test(node.getOp())) {
          violations.add(new Violation(node.getOp(), node.getName(), function, reason));
        }
      }
    }
  }

  private static List<String> served(MetaGraphDef metaGraph) {
    return metaGraph.getSignatureDefMap().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("__"))
        .flatMap(entry -> tensors(entry.getValue()))
        .toList();
  }

  /** What is run on loading, besides the restoring of variables. */
  static List<String> initialisers(MetaGraphDef metaGraph) {
    Stream<String> signature =
        Stream.ofNullable(metaGraph.getSignatureDefMap().get(INIT_SIGNATURE))
            .flatMap(GraphSafety::tensors);
    Stream<String> collections =
        INIT_COLLECTIONS.stream()
            .map(name -> metaGraph.getCollectionDefMap().get(name))
            .filter(collection -> collection != null)
            .flatMap(collection -> collection.getNodeList().getValueList().stream());
    return Stream.concat(signature, collections).toList();
  }

  static Stream<String> tensors(SignatureDef signature) {
    return signature.getOutputsMap().values().stream().map(info -> info.getName());
  }

  /** Follows the checkpoint's name from the loader to the operations that restore variables. */
  private static final class Restore {

    private final ReachableNodes library;
    private final Set<Violation> violations;
    private final Set<List<Object>> seen = new HashSet<>();

    Restore(ReachableNodes library, Set<Violation> violations) {
      this.library = library;
      this.violations = violations;
    }

    /**
     * @param function the function that contains the nodes; empty for the graph
     * @param nodes the nodes that may run there
     * @param given the nodes or arguments that carry the loader's file name
     */
    void follow(String function, List<NodeDef> nodes, Set<String> given) {
      if (!seen.add(List.of(function, given))) {
        return;
      }
      Set<String> filenames = new HashSet<>(given);
      boolean grown = true;
      while (grown) {
        grown = false;
        for (NodeDef node : nodes) {
          grown |=
              node.getOp().equals("Identity")
                  && filenames.contains(base(node.getInput(0)))
                  && filenames.add(node.getName());
        }
      }
      for (NodeDef node : nodes) {
        List<String> inputs = node.getInputList().stream().filter(i -> !i.startsWith("^")).toList();
        if (RESTORING.contains(node.getOp())
            && (inputs.isEmpty() || !filenames.contains(base(inputs.get(0))))) {
          violations.add(
              new Violation(
                  node.getOp(),
                  node.getName(),
                  function,
                  "reads a file other than the checkpoint"));
        }
        for (String called : library.called(node)) {
          FunctionDef callee = library.functions.get(called);
          if (callee != null) {
            // Other operations (If, While) do not pass their inputs on one to one.
            boolean direct = CALLS.contains(node.getOp()) || called.equals(node.getOp());
            follow(
                called,
                callee.getNodeDefList(),
                direct ? passed(callee, inputs, filenames) : Set.of());
          }
        }
      }
    }

    private static Set<String> passed(
        FunctionDef callee, List<String> inputs, Set<String> filenames) {
      List<String> arguments = new ArrayList<>();
      callee.getSignature().getInputArgList().forEach(a -> arguments.add(a.getName()));
      boolean lists =
          callee.getSignature().getInputArgList().stream()
              .anyMatch(a -> !a.getNumberAttr().isEmpty() || !a.getTypeListAttr().isEmpty());
      Set<String> passed = new HashSet<>();
      for (int i = 0; !lists && i < Math.min(arguments.size(), inputs.size()); i++) {
        if (filenames.contains(base(inputs.get(i)))) {
          passed.add(arguments.get(i));
        }
      }
      return passed;
    }
  }
}
