package io.github.resnet50.graph.onnx;

import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.onnx.OnnxModel.Node;
import io.github.resnet50.graph.onnx.OnnxQuantizer.Summand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which values of a graph become bytes: what operations in 8 bits take and give. */
final class Int8Choice {
  private final OnnxModel source;
  private final Map<String, TensorRef> tensors;
  private final Predicate<Node> stays;
  private final Set<String> convolutions = new HashSet<>();
  private final Set<String> values = new LinkedHashSet<>();

  /** What convolutions take. */
  private final Set<String> convolved = new LinkedHashSet<>();

  private final Map<String, Summand> summands = new LinkedHashMap<>();

  /** What poolings give has the range of what they take. */
  private final Map<String, String> sameRange = new HashMap<>();

  /**
   * @param tensors of TensorFlow, by the names of values
   * @param stays whether a convolution stays float
   */
  Int8Choice(OnnxModel source, Map<String, TensorRef> tensors, Predicate<Node> stays) {
    this.source = source;
    this.tensors = tensors;
    this.stays = stays;
    source.nodes().forEach(this::choose);
  }

  private void choose(Node node) {
    String result = result(source, node);
    switch (node.op()) {
      case "Conv" -> {
        String in = node.inputs().get(0);
        if (tensors.containsKey(in) && tensors.containsKey(result) && !stays.test(node)) {
          values.add(in);
          values.add(result);
          convolutions.add(node.outputs().get(0));
          convolved.add(in);
        }
      }
      case "Add" -> {
        if (values.containsAll(node.inputs()) && tensors.containsKey(result)) {
          values.add(result);
          if (isClippedAtZero(node.outputs().get(0))) {
            addSummand(node.inputs().get(0), node.inputs().get(1));
            addSummand(node.inputs().get(1), node.inputs().get(0));
          }
        }
      }
      case "MaxPool" -> {
        String in = node.inputs().get(0);
        if (values.contains(in)) {
          values.add(node.outputs().get(0));
          sameRange.put(node.outputs().get(0), sameRange.getOrDefault(in, in));
        }
      }
      default -> {} // stays float
    }
  }

  private void addSummand(String value, String other) {
    boolean known = tensors.containsKey(value) && tensors.containsKey(other);
    if (known && source.takers(value).size() == 1 && !sameRange.containsKey(value)) {
      summands.put(value, new Summand(tensors.get(value), tensors.get(other)));
    }
  }

  private boolean isClippedAtZero(String sum) {
    List<Node> following = source.takers(sum);
    if (following.size() != 1) {
      return false;
    }
    Node only = following.get(0);
    return only.op().equals("Relu")
        || (only.op().equals("Clip")
            && source
                .constant(only.inputs().get(1))
                .filter(low -> low.floats()[0] == 0)
                .isPresent());
  }

  /** What an operation gives: past a following clipping, which the range of its bytes does. */
  static String result(OnnxModel source, Node node) {
    String own = node.outputs().get(0);
    List<Node> following = source.takers(own);
    boolean clipped =
        following.size() == 1
            && (following.get(0).op().equals("Relu") || following.get(0).op().equals("Clip"));
    return clipped ? following.get(0).outputs().get(0) : own;
  }

  boolean isConvolution(Node node) {
    return convolutions.contains(node.outputs().get(0));
  }

  int convolutions() {
    return convolutions.size();
  }

  boolean contains(String value) {
    return values.contains(value);
  }

  List<Summand> summands() {
    return List.copyOf(summands.values());
  }

  /** The value as a summand; empty where it is something else too. */
  Optional<Summand> summand(String value) {
    return Optional.ofNullable(summands.get(value));
  }

  /** The tensor whose statistics tell the range of a value. */
  TensorRef tensor(String value) {
    return tensors.get(sameRange.getOrDefault(value, value));
  }

  /** All that statistics are needed of: what becomes bytes, is convolved, or is added. */
  List<TensorRef> watched() {
    return Stream.of(
            values.stream().map(this::tensor),
            convolved.stream().map(tensors::get),
            summands.values().stream().map(Summand::other))
        .flatMap(tensors -> tensors)
        .distinct()
        .toList();
  }
}
