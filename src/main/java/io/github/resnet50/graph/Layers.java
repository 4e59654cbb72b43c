package io.github.resnet50.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The layers of a prepared model whose activations have spatial positions and that all goes through
 * on its way to the scores, as what bypasses a layer would be missing behind it; by the names that
 * its nodes have in the model it was prepared from. Needs TensorFlow's native library to be loaded.
 */
public final class Layers {
  private final SavedModelFile file;
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
  private final List<String> computing = new ArrayList<>();

  /**
   * @param file of a model prepared without fusing, where each layer is a node of its own; with the
   *     signature that has all outputs
   */
  public Layers(SavedModelFile file) {
    this.file = file;
    TensorRef logits = file.output(OutputFinder.LOGITS);
    FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), Map.of("logits", logits));
    Shapes known = Shapes.infer(graph);
    Set<TensorRef> passed = Set.copyOf(Bottlenecks.of(graph, logits));
    List<TensorRef> maps = new ArrayList<>(new OutputFinder(graph, known).maps(logits));
    maps.removeIf(map -> !passed.contains(map));
    for (TensorRef map : maps) {
      long[] sizes = known.of(map).orElseThrow();
      shapes.put(map.node(), Arrays.stream(sizes).boxed().toList());
      if (!graph.producer(map).getOp().contains("Pad")) {
        computing.add(map.node());
      }
    }
  }

  /**
   * Finds the node that a name means: its full name, or a part of it between slashes, in which case
   * the last such node counts ({@code conv4_block6_out} is {@code resnet50/conv4_block6_out/Relu}).
   */
  public Optional<String> find(String name) {
    if (shapes.containsKey(name)) {
      return Optional.of(name);
    }
    String last = null;
    for (String node : shapes.keySet()) {
      if (("/" + node + "/").contains("/" + name + "/")) {
        last = node;
      }
    }
    return Optional.ofNullable(last);
  }

  /** The last layer of each size, from first to last, as {@code name (14x14x1024)}. */
  public List<String> examples() {
    Map<List<Long>, String> lastOfSize = new LinkedHashMap<>();
    for (String node : computing) {
      List<Long> places = shapes.get(node).subList(1, 3);
      lastOfSize.remove(places);
      lastOfSize.put(places, node);
    }
    List<String> examples = new ArrayList<>();
    for (String node : lastOfSize.values()) {
      List<Long> shape = shapes.get(node);
      examples.add("%s (%dx%dx%d)".formatted(node, shape.get(1), shape.get(2), shape.get(3)));
    }
    return examples;
  }

  /**
   * The same model with another feature map.
   *
   * @param node as {@link #find} returns it
   */
  public SavedModelFile select(String node) {
    TensorInfo output =
        TensorInfo.newBuilder()
            .setName(new TensorRef(node, 0).toString())
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(Attributes.shape(shapes.get(node)))
            .build();
    SignatureDef signature =
        file.signature().toBuilder().putOutputs(OutputFinder.FEATURE_MAP, output).build();
    return new SavedModelFile(
        file.directory(), file.metaGraph(), file.metaGraphs(), file.signatureName(), signature);
  }
}
