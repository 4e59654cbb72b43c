package io.github.resnet50.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * The graph that the preparation works on, pass after pass: nodes by name, its outputs by name, and
 * the function library for as long as something refers to it (see {@link #library}). Owned by one
 * thread.
 */
public final class FlatGraph {
  /** Of version 1482, which is TensorFlow 2.14's: readable by any 2.x. */
  public static final GraphDef EMPTY =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(1482)).build();

  private static final int WEIGHT_BYTES = 1 << 12;

  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, TensorRef> outputs = new LinkedHashMap<>();
  private final FunctionDefLibrary library;
  private final VersionDef versions;

  /**
   * @param outputs tensors by name; {@link #prune} removes what they do not need
   */
  public FlatGraph(GraphDef graph, Map<String, TensorRef> outputs) {
    graph.getNodeList().forEach(this::put);
    this.outputs.putAll(outputs);
    this.library = graph.getLibrary();
    // Operations behave by the version that a graph was written for, so it stays.
    this.versions = graph.getVersions();
  }

  /** The node of this name, or null. */
  public NodeDef node(String name) {
    return nodes.get(name);
  }

  /** The node that produces a tensor, or null. */
  public NodeDef producer(TensorRef tensor) {
    return nodes.get(tensor.node());
  }

  /** A copy of the list of nodes, so that they may be changed while iterating. */
  public List<NodeDef> nodes() {
    return List.copyOf(nodes.values());
  }

  /** The outputs by name; the map may be changed. */
  public Map<String, TensorRef> outputs() {
    return outputs;
  }

  /** The functions that nodes may call. */
  public FunctionDefLibrary library() {
    return library;
  }

  /** Adds a node, or replaces the one of the same name. */
  public void put(NodeDef node) {
    nodes.put(node.getName(), node);
  }

  /**
   * Adds a node under its name or, where that is in use, under that with a number appended.
   *
   * @return its first output
   */
  public TensorRef add(NodeDef.Builder node) {
    String name = freshName(node.getName());
    put(node.setName(name).build());
    return new TensorRef(name, 0);
  }

  /** Adds a constant, its name made as in {@link #add(NodeDef.Builder)}. */
  public TensorRef add(String name, HostTensor value) {
    String fresh = freshName(name);
    put(value.toConst(fresh));
    return new TensorRef(fresh, 0);
  }

  /**
   * Adds a dense layer without activation: {@code name/kernel}, {@code name/bias}, {@code
   * name/matmul} and {@code name/biasadd}, names made as in {@link #add(NodeDef.Builder)}.
   *
   * @param weights {@code [inputs][outputs]}
   * @param inputs {@code [N, inputs]}
   * @return {@code [N, outputs]}
   */
  public TensorRef addDense(String name, float[][] weights, float[] bias, TensorRef inputs) {
    int outputs = bias.length;
    float[] kernel = new float[weights.length * outputs];
    for (int row = 0; row < weights.length; row++) {
      System.arraycopy(weights[row], 0, kernel, row * outputs, outputs);
    }
    List<Long> sizes = List.of((long) weights.length, (long) outputs);
    TensorRef matrix = add(name + "/kernel", HostTensor.floats(sizes, kernel));
    TensorRef vector = add(name + "/bias", HostTensor.floats(List.of((long) outputs), bias));
    TensorRef product =
        add(Attributes.node("MatMul", name + "/matmul", inputs.asInput(), matrix.asInput()));
    return add(Attributes.node("BiasAdd", name + "/biasadd", product.asInput(), vector.asInput()));
  }

  /** What becomes of a single node. */
  @FunctionalInterface
  public interface Rewriting {
    /** The node that takes its place, of the same name; empty where it stays as it is. */
    Optional<NodeDef> of(NodeDef node) throws UnpreparableModelException;
  }

  /**
   * Rewrites all nodes there are now, one after the other.
   *
   * @return how many were replaced
   */
  public int rewrite(Rewriting rewriting) throws UnpreparableModelException {
    int replaced = 0;
    for (NodeDef node : nodes()) {
      Optional<NodeDef> replacement = rewriting.of(node);
      if (replacement.isPresent()) {
        put(replacement.get());
        replaced++;
      }
    }
    return replaced;
  }

  public void remove(String name) {
    nodes.remove(name);
  }

  /** The base itself if it is not in use, else the base with a number appended. */
  public String freshName(String base) {
    String name = base;
    for (int i = 1; nodes.containsKey(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** The tensors that a node consumes, without control inputs. */
  public static List<TensorRef> inputs(NodeDef node) {
    return node.getInputList().stream()
        .filter(input -> !TensorRef.isControl(input))
        .map(TensorRef::parse)
        .toList();
  }

  /** The tensor that a node consumes at this index. */
  public static TensorRef input(NodeDef node, int index) {
    return TensorRef.parse(node.getInput(index));
  }

  /** The constant value of a tensor, if it is the output of a numeric {@code Const} node. */
  public Optional<HostTensor> constant(TensorRef tensor) throws UnpreparableModelException {
    NodeDef node = producer(tensor);
    boolean readable =
        node != null
            && node.getOp().equals("Const")
            && HostTensor.isNumeric(node.getAttrOrThrow("dtype").getType());
    return readable ? Optional.of(HostTensor.of(node)) : Optional.empty();
  }

  /** The names of all nodes that a node's value is computed from. */
  public Set<String> ancestors(NodeDef node) {
    Set<String> found = new HashSet<>();
    Deque<NodeDef> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      for (TensorRef input : inputs(open.poll())) {
        if (found.add(input.node())) {
          open.add(node(input.node()));
        }
      }
    }
    return found;
  }

  /**
   * The consumers of each tensor; being an output of the graph counts as a consumer with the empty
   * name.
   */
  public Map<TensorRef, List<String>> uses() {
    Map<TensorRef, List<String>> uses = new HashMap<>();
    for (NodeDef node : nodes.values()) {
      for (TensorRef input : inputs(node)) {
        uses.computeIfAbsent(input, key -> new ArrayList<>()).add(node.getName());
      }
    }
    outputs.values().forEach(o -> uses.computeIfAbsent(o, key -> new ArrayList<>()).add(""));
    return uses;
  }

  /**
   * The node that consumes a tensor, if nothing else does.
   *
   * @param uses as {@link #uses} gave them
   */
  public Optional<NodeDef> onlyTaker(Map<TensorRef, List<String>> uses, TensorRef tensor) {
    List<String> takers = uses.getOrDefault(tensor, List.of());
    return takers.size() == 1 ? Optional.ofNullable(node(takers.get(0))) : Optional.empty();
  }

  /** Makes every consumer of a key consume its value instead, following chains of replacements. */
  public void redirect(Map<TensorRef, TensorRef> replacements) {
    if (replacements.isEmpty()) {
      return;
    }
    UnaryOperator<TensorRef> follow =
        tensor -> {
          TensorRef current = tensor;
          while (replacements.containsKey(current)) {
            current = replacements.get(current);
          }
          return current;
        };
    nodes.replaceAll((name, node) -> withInputs(node, follow));
    outputs.replaceAll((name, tensor) -> follow.apply(tensor));
  }

  private static NodeDef withInputs(NodeDef node, UnaryOperator<TensorRef> replacement) {
    NodeDef.Builder changed = null;
    for (int i = 0; i < node.getInputCount(); i++) {
      if (TensorRef.isControl(node.getInput(i))) {
        continue;
      }
      TensorRef before = input(node, i);
      TensorRef after = replacement.apply(before);
      if (!after.equals(before)) {
        changed = changed == null ? node.toBuilder() : changed;
        changed.setInput(i, after.asInput());
      }
    }
    return changed == null ? node : changed.build();
  }

  /**
   * Removes what no output needs and sorts the rest topologically, each node after its inputs.
   *
   * @throws UnpreparableModelException if an input does not exist or the graph has a loop
   */
  public void prune() throws UnpreparableModelException {
    Map<String, NodeDef> ordered = new LinkedHashMap<>();
    Set<String> open = new LinkedHashSet<>();
    Deque<String> stack = new ArrayDeque<>();
    outputs.values().forEach(output -> stack.push(output.node()));
    while (!stack.isEmpty()) {
      String name = stack.peek();
      NodeDef node = nodes.get(name);
      if (node == null) {
        throw new UnpreparableModelException("the graph refers to a node " + name + " it lacks");
      }
      if (ordered.containsKey(name)) {
        stack.pop();
      } else if (open.add(name)) {
        for (TensorRef input : inputs(node)) {
          // Open nodes are those on the way from the output to here.
          if (open.contains(input.node())) {
            throw new UnpreparableModelException("the graph has a loop at node " + name);
          }
          if (!ordered.containsKey(input.node())) {
            stack.push(input.node());
          }
        }
      } else {
        stack.pop();
        open.remove(name);
        ordered.put(name, node);
      }
    }
    nodes.clear();
    nodes.putAll(ordered);
  }

  /** The graph as a proto, with its function library and versions. */
  public GraphDef toGraphDef() {
    return toGraphDef(nodes.values());
  }

  /**
   * The graph with its weights replaced by placeholders of their shape: enough for shape inference,
   * and fast to import.
   */
  public GraphDef withoutWeights() {
    return toGraphDef(nodes.values().stream().map(FlatGraph::withoutWeight).toList());
  }

  static NodeDef withoutWeight(NodeDef node) {
    // Small constants can be shapes and axes, whose values count.
    if (!node.getOp().equals("Const") || node.getSerializedSize() < WEIGHT_BYTES) {
      return node;
    }
    TensorShapeProto shape = node.getAttrOrThrow("value").getTensor().getTensorShape();
    return Attributes.placeholder(node.getName(), node.getAttrOrThrow("dtype").getType(), shape);
  }

  /** A graph of some of the nodes, with this graph's library and versions. */
  public GraphDef toGraphDef(Collection<NodeDef> some) {
    return GraphDef.newBuilder().addAllNode(some).setLibrary(library).setVersions(versions).build();
  }
}
