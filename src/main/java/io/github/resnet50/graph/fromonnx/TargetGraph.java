package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.InferredGraph;
import io.github.resnet50.graph.OpCatalog;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * TensorFlow's graph as it grows: shapes and types are known at once, and what does not depend on
 * the images can be evaluated. Needs TensorFlow's native library to be loaded.
 */
final class TargetGraph implements AutoCloseable {
  private static final double MOST_ELEMENTS = 1 << 28;

  /** 8 GB of floats, which no network of those that are known comes near. */
  private static final double MOST_ELEMENTS_OF_AN_IMAGE = 1L << 31;

  private final FlatGraph graph = new FlatGraph(FlatGraph.EMPTY, Map.of());
  private final OpCatalog catalog = GraphRunner.operations();
  private final InferredGraph inferred = new InferredGraph(catalog);
  private final Set<String> ofImages = new HashSet<>();
  private final Map<TensorRef, HostTensor> evaluated = new HashMap<>();
  private String current = "node";

  /** An attribute of a node; the types of its inputs and how many there are need not be given. */
  record Attribute(String name, AttrValue value) {
    static Attribute of(String name, DataType type) {
      return new Attribute(name, Attributes.type(type));
    }

    static Attribute of(String name, String text) {
      return new Attribute(name, Attributes.s(text));
    }

    static Attribute of(String name, boolean flag) {
      return new Attribute(name, Attributes.flag(flag));
    }

    static Attribute of(String name, float number) {
      return new Attribute(name, AttrValue.newBuilder().setF(number).build());
    }

    static Attribute of(String name, long number) {
      return new Attribute(name, AttrValue.newBuilder().setI(number).build());
    }

    static Attribute longs(String name, long... numbers) {
      return new Attribute(name, Attributes.longs(numbers));
    }
  }

  FlatGraph graph() {
    return graph;
  }

  /**
   * Adds the input.
   *
   * @param sizes as they lie in memory; the first is the batch
   */
  GraphInput addInput(String name, DataType type, List<Long> sizes)
      throws UnpreparableModelException {
    List<Long> open = new ArrayList<>(sizes);
    open.set(0, -1L);
    String node = graph.freshName(nodeName(name));
    NodeDef placeholder = Attributes.placeholder(node, type, Attributes.shape(open));
    graph.put(placeholder);
    inferred.add(Attributes.placeholder(node, type, Attributes.shape(sizes)));
    ofImages.add(node);
    return new GraphInput(
        name, new TensorRef(node, 0), type, placeholder.getAttrOrThrow("shape").getShape());
  }

  /** A name of a file's as TensorFlow takes it. */
  static String nodeName(String name) {
    String clean = name.replaceAll("[^A-Za-z0-9_./-]", "_").replaceAll("^[^A-Za-z0-9.]+", "");
    return clean.isEmpty() ? "node" : clean;
  }

  /** Nodes that are added from now on are named so, as well as that is possible. */
  void enter(String name) {
    current = nodeName(name);
  }

  /** Adds a constant. */
  TensorRef constant(HostTensor value) throws UnpreparableModelException {
    TensorRef tensor = graph.add(current, value);
    inferred.add(graph.node(tensor.node()));
    evaluated.put(tensor, value);
    return tensor;
  }

  /**
   * Adds a node.
   *
   * @return its first output
   */
  TensorRef add(String operation, List<TensorRef> inputs, Attribute... attributes)
      throws UnpreparableModelException {
    NodeDef.Builder node = NodeDef.newBuilder().setOp(operation);
    inputs.forEach(input -> node.addInput(input.asInput()));
    addTypes(node, inputs);
    Arrays.stream(attributes).forEach(given -> node.putAttr(given.name(), given.value()));
    NodeDef complete = node.setName(graph.freshName(current)).build();
    inferred.add(complete);
    graph.put(complete);
    TensorRef tensor = new TensorRef(complete.getName(), 0);
    boolean isOfImages = inputs.stream().anyMatch(input -> ofImages.contains(input.node()));
    if (isOfImages) {
      ofImages.add(complete.getName());
    }
    requireModest(tensor, isOfImages);
    return tensor;
  }

  /** A graph that no engine should be given. */
  static final class Oversized extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Oversized(String message) {
      super(message);
    }
  }

  /** A file of a few bytes can ask for tensors of any size. */
  private void requireModest(TensorRef tensor, boolean isOfImages)
      throws UnpreparableModelException {
    double elements = 1;
    for (long size : inferred.sizes(tensor)) {
      elements *= Math.max(1, size);
    }
    if (isOfImages && elements / Batch.SIZE > MOST_ELEMENTS_OF_AN_IMAGE) {
      throw new Oversized(
          "node %s makes %.3g numbers of an image".formatted(tensor.node(), elements / Batch.SIZE));
    }
    if (!isOfImages && elements > MOST_ELEMENTS) {
      throw new Oversized(
          "node %s makes a constant of %.3g numbers".formatted(tensor.node(), elements));
    }
  }

  /** A node says of which types its inputs are, and how many of a list there are. */
  private void addTypes(NodeDef.Builder node, List<TensorRef> inputs)
      throws UnpreparableModelException {
    List<OpDef.ArgDef> arguments = catalog.get(node.getOp()).getInputArgList();
    int next = 0;
    for (OpDef.ArgDef argument : arguments) {
      int count = 1;
      if (!argument.getNumberAttr().isEmpty()) {
        count = inputs.size() - arguments.size() + 1;
        node.putAttr(argument.getNumberAttr(), AttrValue.newBuilder().setI(count).build());
      }
      if (!argument.getTypeAttr().isEmpty()) {
        node.putAttr(argument.getTypeAttr(), Attributes.type(inferred.type(inputs.get(next))));
      }
      next += count;
    }
  }

  /** The sizes of a tensor as it lies in memory, with the batch at its {@link Batch#SIZE}. */
  List<Long> sizes(TensorRef tensor) throws UnpreparableModelException {
    List<Long> sizes = Arrays.stream(inferred.sizes(tensor)).boxed().toList();
    if (sizes.contains(-1L)) {
      throw new UnpreparableModelException(
          "the sizes of " + tensor.node() + " depend on what is in the images");
    }
    return sizes;
  }

  DataType type(TensorRef tensor) {
    return inferred.type(tensor);
  }

  boolean isConstant(TensorRef tensor) {
    return !ofImages.contains(tensor.node());
  }

  /** The value of a tensor that does not depend on the images. */
  HostTensor evaluate(TensorRef tensor) throws UnpreparableModelException {
    HostTensor known = evaluated.get(tensor);
    if (known != null) {
      return known;
    }
    GraphDef part = FlatGraph.EMPTY.toBuilder().addAllNode(needed(tensor)).build();
    try (GraphRunner runner = GraphRunner.of(part, GraphRunner.RUN_ONCE)) {
      HostTensor value = runner.run(Map.of(), List.of(tensor)).get(0);
      evaluated.put(tensor, value);
      return value;
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  /** The nodes that compute a tensor, from what is evaluated already. */
  private Collection<NodeDef> needed(TensorRef tensor) {
    Map<String, NodeDef> needed = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(tensor.node()));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!needed.containsKey(name)) {
        HostTensor known = evaluated.get(new TensorRef(name, 0));
        NodeDef node = known == null ? graph.node(name) : known.toConst(name);
        needed.put(name, node);
        FlatGraph.inputs(node).forEach(input -> open.push(input.node()));
      }
    }
    return needed.values();
  }

  @Override
  public void close() {
    inferred.close();
  }
}
