package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the parts of a classifier that have a meaning of their own, by following its graph back
 * from the scores: the last dense layer, the feature maps.
 */
public final class OutputFinder {
  /** The output with the scores of each class, {@code [N, classes]}. */
  public static final String PROBABILITIES = "probabilities";

  /** The output with the scores before the softmax or sigmoid. */
  public static final String LOGITS = "logits";

  /** The output with the input of the last dense layer, {@code [N, F]}. */
  public static final String FEATURES = "features";

  /**
   * The output with the last activation that has spatial positions, {@code [N, H, W, C]} or NCHW.
   */
  public static final String FEATURE_MAP = "feature_map";

  private final FlatGraph graph;
  private final Shapes shapes;

  /**
   * @param graph pruned, so that every node comes after its inputs
   */
  public OutputFinder(FlatGraph graph, Shapes shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /** The tensor from which another one is made by reshapes and casts alone. */
  public TensorRef throughReshapes(TensorRef tensor) {
    TensorRef current = tensor;
    while (true) {
      NodeDef node = graph.producer(current);
      switch (node.getOp()) {
        case "Reshape", "Squeeze", "ExpandDims", "Cast" -> current = FlatGraph.input(node, 0);
        default -> {
          return current;
        }
      }
    }
  }

  /** The node of the last dense layer, with constant weights as its second input. */
  public Optional<NodeDef> dense(TensorRef logits) throws UnpreparableModelException {
    TensorRef current = logits;
    while (true) {
      NodeDef node = graph.producer(current);
      switch (node.getOp()) {
        case "MatMul" -> {
          return graph.constant(FlatGraph.input(node, 1)).isPresent()
              ? Optional.of(node)
              : Optional.empty();
        }
        case "Conv2D" -> {
          return Optional.of(node).filter(conv -> places(FlatGraph.input(conv, 0)) == 1);
        }
        case "BiasAdd", "Reshape", "Squeeze", "Cast" -> current = FlatGraph.input(node, 0);
        case "AddV2", "Sub", "Mul", "RealDiv" -> {
          Optional<TensorRef> variable = onlyVariableInput(node);
          if (variable.isEmpty()) {
            return Optional.empty();
          }
          current = variable.get();
        }
        default -> {
          return Optional.empty();
        }
      }
    }
  }

  private Optional<TensorRef> onlyVariableInput(NodeDef node) throws UnpreparableModelException {
    List<TensorRef> inputs = FlatGraph.inputs(node);
    boolean leftConstant = graph.constant(inputs.get(0)).isPresent();
    boolean rightConstant = graph.constant(inputs.get(1)).isPresent();
    return leftConstant == rightConstant
        ? Optional.empty()
        : Optional.of(inputs.get(leftConstant ? 1 : 0));
  }

  /**
   * All tensors before {@code end} that have spatial positions and come from a convolution, in
   * order.
   */
  public List<TensorRef> maps(TensorRef end) {
    Set<String> before = ancestors(end);
    Set<String> convolved = new HashSet<>();
    List<TensorRef> maps = new ArrayList<>();
    for (NodeDef node : graph.nodes()) {
      boolean isConvolution = node.getOp().contains("Conv2D") || node.getOp().contains("Conv2d");
      if (isConvolution
          || FlatGraph.inputs(node).stream().anyMatch(i -> convolved.contains(i.node()))) {
        convolved.add(node.getName());
        TensorRef output = new TensorRef(node.getName(), 0);
        if (before.contains(node.getName()) && places(output) > 1) {
          maps.add(output);
        }
      }
    }
    return maps;
  }

  private Set<String> ancestors(TensorRef end) {
    Set<String> names = new HashSet<>();
    List<NodeDef> nodes = graph.nodes();
    names.add(end.node());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (names.contains(nodes.get(i).getName())) {
        FlatGraph.inputs(nodes.get(i)).forEach(input -> names.add(input.node()));
      }
    }
    return names;
  }

  /**
   * Height times width of a four-dimensional tensor, 0 for any other; open sizes count as large.
   */
  private long places(TensorRef tensor) {
    Optional<long[]> sizes = shapes.of(tensor);
    if (sizes.isEmpty() || sizes.get().length != 4) {
      return 0;
    }
    int h = Layout.of(graph).height();
    long height = sizes.get()[h];
    long width = sizes.get()[h + 1];
    return height < 0 || width < 0 ? Long.MAX_VALUE : height * width;
  }

  /** Whether features are the mean of a map over its places. */
  public boolean isMeanOf(TensorRef features, TensorRef map) {
    TensorRef pooled = throughReshapes(features);
    NodeDef node = graph.producer(pooled);
    boolean averages =
        node.getOp().equals("Mean") || (node.getOp().equals("AvgPool") && places(pooled) == 1);
    return averages && FlatGraph.input(node, 0).equals(map);
  }
}
