package io.github.resnet50.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Finds what a vision transformer's graph has of attention: softmaxes of the products of two
 * computed values by which others are weighted (Vaswani et al. 2017), and the tokens among which
 * attention is paid.
 */
public final class AttentionFinder {
  private final FlatGraph graph;
  private final Shapes shapes;
  private final List<TensorRef> weights = new ArrayList<>();

  /**
   * @param graph pruned, so that every node comes after its inputs
   */
  public AttentionFinder(FlatGraph graph, Shapes shapes) throws UnpreparableModelException {
    this.graph = graph;
    this.shapes = shapes;
    Set<String> weighing = weighingProducts();
    for (NodeDef node : graph.nodes()) {
      TensorRef tensor = new TensorRef(node.getName(), 0);
      if (node.getOp().equals("Softmax")
          && sizes(tensor).length >= 3
          && weighing.contains(node.getName())
          && comesFromProduct(FlatGraph.input(node, 0))) {
        weights.add(tensor);
      }
    }
  }

  /**
   * The weights of each attention, in the order of the graph: {@code [N, heads, T, T]}, {@code [N *
   * heads, T, T]}, or {@code [N * windows, heads, T, T]} where it is paid within windows. A row is
   * what a token takes from all.
   */
  public List<TensorRef> weights() {
    return List.copyOf(weights);
  }

  private long[] sizes(TensorRef tensor) {
    return shapes.of(tensor).orElse(new long[0]);
  }

  /**
   * How many tokens attend to each other; 0 where they are of no fixed number, or attend to others
   * than themselves.
   */
  public int tokens(TensorRef attention) {
    long[] sizes = sizes(attention);
    int rank = sizes.length;
    boolean square = rank >= 3 && sizes[rank - 1] == sizes[rank - 2] && sizes[rank - 1] > 1;
    return square ? Math.toIntExact(sizes[rank - 1]) : 0;
  }

  /**
   * How many sets of tokens attend among themselves.
   *
   * @param attention in a graph for one image; what comes before heads and tokens is windows
   */
  int windows(TensorRef attention) {
    long[] sizes = sizes(attention);
    long windows = 1;
    for (int i = 0; i < sizes.length - 3; i++) {
      windows *= sizes[i];
    }
    return Math.toIntExact(windows);
  }

  /** The nodes whose values are factors of a product of computed values, moved about or not. */
  private Set<String> weighingProducts() throws UnpreparableModelException {
    Set<String> factors = new HashSet<>();
    List<NodeDef> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeDef node = nodes.get(i);
      if (isProduct(node) || (isMoved(node) && factors.contains(node.getName()))) {
        FlatGraph.inputs(node).forEach(input -> factors.add(input.node()));
      }
    }
    return factors;
  }

  private boolean isProduct(NodeDef node) throws UnpreparableModelException {
    boolean products =
        switch (node.getOp()) {
          case "BatchMatMul", "BatchMatMulV2", "Einsum" -> true;
          default -> false;
        };
    if (!products || FlatGraph.inputs(node).size() != 2) {
      return false;
    }
    for (TensorRef factor : FlatGraph.inputs(node)) {
      if (graph.constant(factor).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMoved(NodeDef node) {
    return switch (node.getOp()) {
      case "Reshape", "Transpose", "Cast", "Identity", "Squeeze", "ExpandDims" -> true;
      default -> false;
    };
  }

  /** Whether it is a product, scaled, biased and masked. */
  private boolean comesFromProduct(TensorRef logits) throws UnpreparableModelException {
    Set<TensorRef> seen = new HashSet<>(Set.of(logits));
    Deque<TensorRef> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      NodeDef node = graph.producer(open.pop());
      if (isProduct(node)) {
        return true;
      }
      if (isMoved(node) || changesNumbers(node)) {
        FlatGraph.inputs(node).stream().filter(seen::add).forEach(open::push);
      }
    }
    return false;
  }

  /**
   * The constants that are added to the products of an attention, such as masks, each with as many
   * numbers as it has.
   */
  public List<HostTensor> biases(TensorRef attention) throws UnpreparableModelException {
    List<HostTensor> biases = new ArrayList<>();
    TensorRef current = FlatGraph.input(graph.producer(attention), 0);
    while (true) {
      NodeDef node = graph.producer(current);
      if (!isMoved(node) && !changesNumbers(node)) {
        return biases;
      }
      Optional<TensorRef> next = Optional.empty();
      for (TensorRef input : FlatGraph.inputs(node)) {
        Optional<HostTensor> constant = graph.constant(input);
        if (constant.isEmpty()) {
          next = next.or(() -> Optional.of(input));
        } else if (node.getOp().startsWith("Add")) {
          biases.add(constant.get());
        }
      }
      if (next.isEmpty()) {
        return biases;
      }
      current = next.get();
    }
  }

  private static boolean changesNumbers(NodeDef node) {
    return switch (node.getOp()) {
      case "AddV2", "Add", "Sub", "Mul", "RealDiv", "BiasAdd", "SelectV2", "Maximum" -> true;
      default -> false;
    };
  }

  /**
   * How the tokens of the last attention lie in the image: as the places of the map that a
   * convolution has made of it before all attention, else in a square; empty where they fit neither
   * or there is no attention.
   */
  public Optional<TokenGrid> grid() {
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    long tokens = tokens(weights.get(weights.size() - 1));
    return patches()
        .flatMap(places -> TokenGrid.of(tokens, places.height(), places.width()))
        .or(() -> TokenGrid.square(tokens));
  }

  /** The places of the last convolution before all attention, where there is one. */
  public Optional<TokenGrid> patches() {
    Optional<TokenGrid> patches = Optional.empty();
    for (NodeDef node : graph.nodes()) {
      if (!weights.isEmpty() && node.getName().equals(weights.get(0).node())) {
        break;
      }
      long[] sizes = sizes(new TensorRef(node.getName(), 0));
      if (node.getOp().contains("Conv2D") && sizes.length == 4) {
        int height = Layout.of(node).height();
        long places = sizes[height] * sizes[height + 1];
        patches = TokenGrid.of(places, sizes[height], sizes[height + 1]);
      }
    }
    return patches;
  }

  /**
   * The tokens that enter the last block, {@code [N, T, C]} or {@code [T, N, C]}: of all that the
   * scores go through, the last before the last attention. Behind that, a class token alone counts,
   * and the gradient at the places is 0. Empty where there is none, as in models whose blocks have
   * maps of four dimensions.
   *
   * @param scores what the model gives, or a tensor that it is made of behind all attention
   */
  public Optional<TensorRef> lastTokens(TensorRef scores) {
    Optional<TokenGrid> grid = grid();
    if (grid.isEmpty()) {
      return Optional.empty();
    }
    long tokens = grid.get().tokens();
    Set<String> before = new HashSet<>();
    for (NodeDef node : graph.nodes()) {
      before.add(node.getName());
      if (node.getName().equals(weights.get(weights.size() - 1).node())) {
        break;
      }
    }
    Optional<TensorRef> last = Optional.empty();
    for (TensorRef tensor : Bottlenecks.of(graph, scores)) {
      long[] sizes = sizes(tensor);
      boolean areTokens = sizes.length == 3 && (sizes[0] == tokens || sizes[1] == tokens);
      if (areTokens && before.contains(tensor.node())) {
        last = Optional.of(tensor);
      }
    }
    return last;
  }

  /**
   * The tokens without a place that the scores come from: the class token, and of DeiT that for
   * distillation too.
   *
   * @return their numbers; empty where something behind the last attention takes the mean over all
   *     tokens, or there are none but those of places
   */
  public List<Integer> classified() throws UnpreparableModelException {
    Optional<TokenGrid> grid = grid();
    if (grid.isEmpty() || grid.get().prefix() == 0) {
      return List.of();
    }
    Set<String> behind = new HashSet<>(Set.of(weights.get(weights.size() - 1).node()));
    Set<Integer> taken = new TreeSet<>();
    for (NodeDef node : graph.nodes()) {
      List<TensorRef> inputs = FlatGraph.inputs(node);
      if (inputs.stream().anyMatch(input -> behind.contains(input.node()))) {
        behind.add(node.getName());
        if (hasPlaces(inputs.get(0), grid.get())
            && !hasPlaces(new TensorRef(node.getName(), 0), grid.get())) {
          if (node.getOp().equals("Mean")) {
            return List.of();
          }
          taken(node, grid.get()).ifPresent(taken::add);
        }
      }
    }
    return taken.isEmpty() ? List.of(0) : List.copyOf(taken);
  }

  /** The token without a place that a node takes out of all; empty where it does something else. */
  private OptionalInt taken(NodeDef node, TokenGrid grid) throws UnpreparableModelException {
    int axis =
        LongStream.of(sizes(FlatGraph.input(node, 0)))
            .boxed()
            .toList()
            .indexOf((long) grid.tokens());
    long first;
    switch (node.getOp()) {
      case "StridedSlice" -> {
        boolean isOpen =
            (node.getAttrOrDefault("begin_mask", AttrValue.getDefaultInstance()).getI() >> axis & 1)
                == 1;
        first = isOpen ? 0 : constant(node, 1, axis);
      }
      case "Slice" -> first = constant(node, 1, axis);
      case "GatherV2" -> first = constant(node, 1, 0);
      default -> {
        return OptionalInt.empty();
      }
    }
    return first >= 0 && first < grid.prefix() ? OptionalInt.of((int) first) : OptionalInt.empty();
  }

  /** A number of a constant input; -1 where it is none, or has none at that place. */
  private long constant(NodeDef node, int input, int index) throws UnpreparableModelException {
    Optional<HostTensor> constant = graph.constant(FlatGraph.input(node, input));
    return constant.isPresent() && index >= 0 && index < constant.get().elements()
        ? constant.get().longs()[index]
        : -1;
  }

  private boolean hasPlaces(TensorRef tensor, TokenGrid grid) {
    long[] sizes = sizes(tensor);
    return Arrays.stream(sizes)
        .limit(Math.max(0, sizes.length - 1))
        .anyMatch(size -> size == grid.tokens() || size == grid.tokens() - grid.prefix());
  }
}
