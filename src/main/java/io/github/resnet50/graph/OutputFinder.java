package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Finds the tensors of a classifier that have a meaning of their own, going back from its scores:
 * activation, logits, the vector that the last dense layer sees, the last feature map.
 */
public final class OutputFinder {

  /** Names of outputs. */
  public static final String PROBABILITIES = "probabilities";

  static final String LOGITS = "logits";
  static final String FEATURES = "features";
  static final String FEATURE_MAP = "feature_map";

  /**
   * What was found besides the outputs themselves.
   *
   * @param head how the scores are made
   * @param classes how many there are, -1 if the graph does not say
   * @param pooledDense whether the logits are one dense layer on the mean of the feature map over
   *     its area, so that class activation maps (Zhou 2016) are exact
   */
  record Found(HeadKind head, long classes, boolean pooledDense) {}

  private final FlatGraph graph;
  private final Shapes shapes;

  /**
   * @param graph pruned, so that every node stands behind its inputs
   */
  OutputFinder(FlatGraph graph, Shapes shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /**
   * Replaces the graph's outputs by the named ones: {@code probabilities [N, classes]}, {@code
   * logits [N, classes]} and, where there are such, {@code features [N, F]} and {@code feature_map
   * [N, H, W, C]}.
   *
   * @param scores what the original signature gives
   */
  Found find(TensorRef scores) throws UnpreparableModelException {
    TensorRef top = throughReshapes(scores);
    NodeDef activation = graph.producer(top);
    HeadKind head =
        switch (activation.getOp()) {
          case "Softmax" -> HeadKind.SOFTMAX;
          case "Sigmoid" -> HeadKind.SIGMOID;
          default -> HeadKind.LOGITS;
        };
    TensorRef raw = head == HeadKind.LOGITS ? scores : FlatGraph.input(activation, 0);
    long classes = lastSize(scores);
    TensorRef logits = asVectors(raw, "logits");
    TensorRef probabilities =
        head == HeadKind.LOGITS
            ? activate(logits, classes == 1 ? "Sigmoid" : "Softmax")
            : asVectors(scores, "probabilities");
    Optional<TensorRef> dense = denseInput(raw);
    List<TensorRef> maps = maps(dense.orElse(raw));
    Optional<TensorRef> map =
        maps.isEmpty() ? Optional.empty() : Optional.of(maps.get(maps.size() - 1));
    graph.outputs().clear();
    graph.outputs().put(PROBABILITIES, probabilities);
    graph.outputs().put(LOGITS, logits);
    if (dense.isPresent()) {
      graph.outputs().put(FEATURES, asVectors(dense.get(), "features"));
    }
    map.ifPresent(tensor -> graph.outputs().put(FEATURE_MAP, tensor));
    boolean pooled = dense.isPresent() && map.isPresent() && isMeanOf(dense.get(), map.get());
    return new Found(head, classes, pooled);
  }

  private TensorRef throughReshapes(TensorRef tensor) {
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

  private long lastSize(TensorRef tensor) throws UnpreparableModelException {
    long[] sizes =
        shapes
            .of(tensor)
            .orElseThrow(
                () -> new UnpreparableModelException("the shape of " + tensor + " is unknown"));
    if (sizes.length < 2) {
      throw new UnpreparableModelException(
          "its scores have " + sizes.length + " dimensions instead of batch and classes");
    }
    return sizes[sizes.length - 1];
  }

  /** The tensor as {@code [N, size]}; only 1×1 positions may be lost by that. */
  private TensorRef asVectors(TensorRef tensor, String name) throws UnpreparableModelException {
    long[] sizes =
        shapes
            .of(tensor)
            .orElseThrow(
                () -> new UnpreparableModelException("the shape of " + tensor + " is unknown"));
    if (sizes.length == 2) {
      return tensor;
    }
    long size = 1;
    long above = 0;
    for (int i = 1; i < sizes.length; i++) {
      size *= sizes[i];
      above += sizes[i] == 1 ? 0 : 1;
    }
    if (above > 1 || size < 1) {
      throw new UnpreparableModelException(
          "its "
              + name
              + " are not one vector an image but of shape "
              + java.util.Arrays.toString(sizes));
    }
    String target = graph.freshName(name + "/shape");
    graph.put(HostTensor.ints(-1, Math.toIntExact(size)).toConst(target));
    NodeDef reshape =
        NodeDef.newBuilder()
            .setName(graph.freshName(name))
            .setOp("Reshape")
            .addInput(tensor.asInput())
            .addInput(target)
            .putAttr("T", Attributes.type(DataType.DT_FLOAT))
            .putAttr("Tshape", Attributes.type(DataType.DT_INT32))
            .build();
    graph.put(reshape);
    return new TensorRef(reshape.getName(), 0);
  }

  private TensorRef activate(TensorRef logits, String operation) {
    NodeDef node =
        NodeDef.newBuilder()
            .setName(graph.freshName(PROBABILITIES))
            .setOp(operation)
            .addInput(logits.asInput())
            .putAttr("T", Attributes.type(DataType.DT_FLOAT))
            .build();
    graph.put(node);
    return new TensorRef(node.getName(), 0);
  }

  /**
   * What the last dense layer takes; it may be a matrix product or a convolution over one place.
   */
  private Optional<TensorRef> denseInput(TensorRef logits) throws UnpreparableModelException {
    return dense(logits).map(node -> FlatGraph.input(node, 0));
  }

  /** The last dense layer's own node, with constant weights as its second input. */
  Optional<NodeDef> dense(TensorRef logits) throws UnpreparableModelException {
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

  /** All tensors before {@code end} that have places and come from a convolution, in order. */
  List<TensorRef> maps(TensorRef end) {
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
    int h = firstLayout() == PerChannel.Layout.CHANNELS_FIRST ? 2 : 1;
    long height = sizes.get()[h];
    long width = sizes.get()[h + 1];
    return height < 0 || width < 0 ? Long.MAX_VALUE : height * width;
  }

  private PerChannel.Layout firstLayout() {
    return graph.nodes().stream()
        .filter(node -> node.getOp().equals("Conv2D"))
        .findFirst()
        .map(PerChannel::layout)
        .orElse(PerChannel.Layout.CHANNELS_LAST);
  }

  /** Whether features are the mean of a map over its places. */
  boolean isMeanOf(TensorRef features, TensorRef map) {
    TensorRef pooled = throughReshapes(features);
    NodeDef node = graph.producer(pooled);
    boolean averages =
        node.getOp().equals("Mean") || (node.getOp().equals("AvgPool") && places(pooled) == 1);
    return averages && FlatGraph.input(node, 0).equals(map);
  }
}
