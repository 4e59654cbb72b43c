package io.github.resnet50.graph;

import io.github.resnet50.basics.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;

/**
 * What of a model may be given to TensorFlow: all of it where {@link GraphSafety} has nothing
 * against any of it, else only what its signature reaches and what is run on loading, provided that
 * this is harmless. What an export holds besides, such as the functions that save it, then never
 * gets to TensorFlow.
 */
public final class SafeForm {
  private static final String COLOCATION = "_class";
  private static final String COLOCATED = "loc:@";
  private static final String VARIABLES = "variables";
  private static final Set<String> VARIABLE_OPERATIONS =
      Set.of("VarHandleOp", "VariableV2", "Variable");

  private final SavedModelFile file;
  private final MetaGraphDef reached;
  private final List<GraphSafety.Violation> leftOut;

  private SafeForm(SavedModelFile file, MetaGraphDef reached, List<GraphSafety.Violation> leftOut) {
    this.file = file;
    this.reached = reached;
    this.leftOut = leftOut;
  }

  /**
   * @throws SavedModelException where what runs is not harmless, naming each operation once
   */
  public static SafeForm of(SavedModelFile file) throws SavedModelException {
    GraphSafety safety = new GraphSafety();
    List<GraphSafety.Violation> everywhere = safety.check(file);
    if (everywhere.isEmpty()) {
      return new SafeForm(file, file.metaGraph(), everywhere);
    }
    MetaGraphDef reached = reached(file);
    List<GraphSafety.Violation> refused = safety.check(reached);
    if (!refused.isEmpty()) {
      throw GraphSafety.refusal(refused);
    }
    return new SafeForm(file, reached, everywhere);
  }

  /** Whether the file may be used as it is. */
  public boolean isWhole() {
    return leftOut.isEmpty();
  }

  /** The operations because of which parts are left out, each once. */
  public List<String> leftOut() {
    return leftOut.stream().map(GraphSafety.Violation::operation).distinct().toList();
  }

  /**
   * Makes sure that the weights are there, where they are restored on loading.
   *
   * @throws SavedModelException saying what is missing
   */
  public static void requireWeights(SavedModelFile file) throws SavedModelException, IOException {
    Path weights = file.directory().resolve(VARIABLES);
    if (!isComplete(weights) && needsVariables(file)) {
      throw new SavedModelException(
          "its weights are missing: variables/variables.index and variables.data-… belong beside"
              + " saved_model.pb; copy the whole folder");
    }
  }

  private static boolean isComplete(Path weights) throws IOException {
    if (!Files.isRegularFile(weights.resolve("variables.index"))) {
      return false;
    }
    try (Stream<Path> files = Files.list(weights)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("variables.data-"));
    }
  }

  /** Why TensorFlow does not load a model, in its words without nodes, and what may be wrong. */
  public static String explain(Exception failure) {
    String reason = Text.firstLine(failure).replaceAll("\\{\\{[^}]*}} *", "").strip();
    return reason + "; " + hint(reason);
  }

  private static String hint(String refusal) {
    return refusal.contains(VARIABLES + "/") || refusal.contains("ead less bytes")
        ? "its weights in variables/ are cut off or damaged: copy them again"
        : "is it complete, and a SavedModel of TensorFlow 2.16 or older?";
  }

  private static boolean needsVariables(SavedModelFile file) {
    MetaGraphDef graph = reached(file);
    return !graph.getSaverDef().getRestoreOpName().isEmpty()
        && GraphSafety.initialisers(graph).stream()
            .allMatch(name -> operation(graph, name).equals("NoOp"))
        && graph.getGraphDef().getNodeList().stream()
            .anyMatch(node -> VARIABLE_OPERATIONS.contains(node.getOp()));
  }

  private static String operation(MetaGraphDef graph, String tensor) {
    String name = ReachableNodes.base(tensor);
    return graph.getGraphDef().getNodeList().stream()
        .filter(node -> node.getName().equals(name) && node.getInputCount() == 0)
        .map(NodeDef::getOp)
        .findFirst()
        .orElse("");
  }

  /** Writes what is reached as a {@code saved_model.pb} of its own. */
  public void writeTo(Path directory) throws IOException {
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(reached).build();
    PreparedModelWriter.write(model, directory);
  }

  /**
   * A directory for TensorFlow's loader: the model's own, or one for the time until it is closed.
   *
   * @param parent where that is made, if it is needed
   */
  public Loadable loadable(Path parent) throws IOException {
    if (isWhole()) {
      return new Loadable(file.directory(), Optional.empty());
    }
    Files.createDirectories(parent);
    Path made = Files.createTempDirectory(parent, "safe");
    writeTo(made);
    Path variables = file.directory().resolve(VARIABLES);
    if (Files.isDirectory(variables)) {
      Path links = Files.createDirectory(made.resolve(VARIABLES));
      try (Stream<Path> files = Files.list(variables)) {
        for (Path source : files.toList()) {
          Files.createSymbolicLink(links.resolve(source.getFileName()), source.toAbsolutePath());
        }
      }
    }
    return new Loadable(made, Optional.of(made));
  }

  /**
   * A directory that TensorFlow may load.
   *
   * @param made deleted on closing; the variables in it are links
   */
  public record Loadable(Path directory, Optional<Path> made) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (made.isEmpty()) {
        return;
      }
      // Link by link: what they point to is the user's.
      List<Path> all;
      try (Stream<Path> files = Files.walk(made.get())) {
        all = new ArrayList<>(files.toList());
      }
      for (int i = all.size() - 1; i >= 0; i--) {
        Files.deleteIfExists(all.get(i));
      }
    }

    /** Closes it when the process ends. */
    public Loadable untilTheEnd() {
      if (made.isPresent()) {
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      try {
                        close();
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
      }
      return this;
    }
  }

  /** The graph without what neither the signature nor loading runs. */
  private static MetaGraphDef reached(SavedModelFile file) {
    MetaGraphDef whole = file.metaGraph();
    SignatureDef signature = file.signature();
    SaverDef saver = whole.getSaverDef();
    ReachableNodes library = new ReachableNodes(whole);
    List<String> roots = new ArrayList<>(GraphSafety.tensors(signature).toList());
    signature.getInputsMap().values().forEach(input -> roots.add(input.getName()));
    roots.addAll(GraphSafety.initialisers(whole));
    roots.add(saver.getRestoreOpName());
    roots.add(saver.getFilenameTensorName());
    whole.getAssetFileDefList().forEach(asset -> roots.add(asset.getTensorInfo().getName()));
    List<NodeDef> nodes = library.reachable(roots);
    Set<String> kept = new LinkedHashSet<>();
    Set<String> functions = new LinkedHashSet<>();
    for (NodeDef node : nodes) {
      kept.add(node.getName());
      library.collectFunctions(node, functions);
    }
    FunctionDefLibrary.Builder called = FunctionDefLibrary.newBuilder();
    functions.forEach(name -> called.addFunction(library.functions.get(name)));
    GraphDef.Builder graph =
        GraphDef.newBuilder().setVersions(whole.getGraphDef().getVersions()).setLibrary(called);
    whole.getGraphDef().getNodeList().stream()
        .filter(
            node -> kept.contains(node.getName()) && library.nodes.get(node.getName()).equals(node))
        .forEach(node -> graph.addNode(placed(node, kept)));
    MetaGraphDef.Builder reached =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(whole.getMetaInfoDef().toBuilder().clearStrippedOpList())
            .setGraphDef(graph)
            .setSaverDef(saver.toBuilder().clearSaveTensorName())
            .putSignatureDef(file.signatureName(), signature);
    if (!whole.hasSaverDef()) {
      reached.clearSaverDef();
    }
    SignatureDef initialiser = whole.getSignatureDefMap().get(GraphSafety.INIT_SIGNATURE);
    if (initialiser != null) {
      reached.putSignatureDef(GraphSafety.INIT_SIGNATURE, initialiser);
    }
    for (String name : GraphSafety.INIT_COLLECTIONS) {
      if (whole.containsCollectionDef(name)) {
        reached.putCollectionDef(name, whole.getCollectionDefOrThrow(name));
      }
    }
    for (AssetFileDef asset : whole.getAssetFileDefList()) {
      if (kept.contains(ReachableNodes.base(asset.getTensorInfo().getName()))) {
        reached.addAssetFileDef(asset);
      }
    }
    return reached.build();
  }

  /** Without the wish to be placed beside a node that is left out. */
  private static NodeDef placed(NodeDef node, Set<String> kept) {
    AttrValue beside = node.getAttrMap().get(COLOCATION);
    if (beside == null) {
      return node;
    }
    AttrValue.ListValue.Builder there = AttrValue.ListValue.newBuilder();
    beside.getList().getSList().stream()
        .filter(
            place ->
                !place.toStringUtf8().startsWith(COLOCATED)
                    || kept.contains(place.toStringUtf8().substring(COLOCATED.length())))
        .forEach(there::addS);
    return there.getSCount() == 0
        ? node.toBuilder().removeAttr(COLOCATION).build()
        : node.toBuilder()
            .putAttr(COLOCATION, AttrValue.newBuilder().setList(there).build())
            .build();
  }
}
