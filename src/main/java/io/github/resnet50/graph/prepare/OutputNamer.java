package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.AttentionFinder;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Preparation.HeadKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Replaces the graph's one output, the scores, by the named ones: {@code probabilities [N,
 * classes]}, {@code logits [N, classes]} and, if there are any, {@code features [N, F]} and {@code
 * feature_map [N, H, W, C]}, of transformers {@code [N, T, C]}. Adds the softmax or sigmoid that is
 * missing. An instance is for one graph.
 */
final class OutputNamer implements GraphPass {
  private final Shapes.Inference inference;
  private Optional<HeadKind> head = Optional.empty();

  OutputNamer(Shapes.Inference inference) {
    this.inference = inference;
  }

  /**
   * What the model does last.
   *
   * @throws java.util.NoSuchElementException before the pass was applied
   */
  HeadKind head() {
    return head.orElseThrow();
  }

  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Shapes shapes = inference.of(graph);
    OutputFinder finder = new OutputFinder(graph, shapes);
    TensorRef scores = graph.outputs().values().iterator().next();
    NodeDef activation = graph.producer(finder.throughReshapes(scores));
    HeadKind kind =
        switch (activation.getOp()) {
          case "Softmax" -> HeadKind.SOFTMAX;
          case "Sigmoid" -> HeadKind.SIGMOID;
          default -> HeadKind.LOGITS;
        };
    TensorRef raw = kind == HeadKind.LOGITS ? scores : FlatGraph.input(activation, 0);
    String missing = classes(shapes, scores) == 1 ? "Sigmoid" : "Softmax";
    TensorRef logits = asVectors(graph, shapes, raw, OutputFinder.LOGITS);
    TensorRef probabilities =
        kind == HeadKind.LOGITS
            ? graph.add(Attributes.node(missing, OutputFinder.PROBABILITIES, logits.asInput()))
            : asVectors(graph, shapes, scores, OutputFinder.PROBABILITIES);
    Optional<TensorRef> features = finder.dense(raw).map(node -> FlatGraph.input(node, 0));
    Optional<TensorRef> map = map(graph, shapes, finder, features.orElse(raw));
    Map<String, TensorRef> outputs = graph.outputs();
    outputs.clear();
    outputs.put(OutputFinder.PROBABILITIES, probabilities);
    outputs.put(OutputFinder.LOGITS, logits);
    if (features.isPresent()) {
      TensorRef vectors = asVectors(graph, shapes, features.get(), OutputFinder.FEATURES);
      outputs.put(OutputFinder.FEATURES, vectors);
    }
    map.ifPresent(found -> outputs.put(OutputFinder.FEATURE_MAP, found));
    head = Optional.of(kind);
    return outputs.size();
  }

  /** Of a transformer, its tokens; else the last map of four dimensions. */
  private static Optional<TensorRef> map(
      FlatGraph graph, Shapes shapes, OutputFinder finder, TensorRef end)
      throws UnpreparableModelException {
    Optional<TensorRef> tokens = new AttentionFinder(graph, shapes).lastTokens(end);
    if (tokens.isPresent()) {
      return Optional.of(batchFirst(graph, shapes, tokens.get()));
    }
    List<TensorRef> maps = finder.maps(end);
    return maps.isEmpty() ? Optional.empty() : Optional.of(maps.get(maps.size() - 1));
  }

  /** Tokens as {@code [N, T, C]}; what they are taken for, takes them from there. */
  private static TensorRef batchFirst(FlatGraph graph, Shapes shapes, TensorRef tokens)
      throws UnpreparableModelException {
    if (sizes(shapes, tokens)[0] < 0) {
      return tokens;
    }
    TensorRef order = graph.add(OutputFinder.FEATURE_MAP + "/order", HostTensor.ints(1, 0, 2));
    TensorRef map = graph.add(swapped(OutputFinder.FEATURE_MAP, tokens, order));
    TensorRef back = graph.add(swapped(OutputFinder.FEATURE_MAP + "/back", map, order));
    NodeDef turned = graph.producer(map);
    graph.redirect(Map.of(tokens, back));
    graph.put(turned);
    return map;
  }

  private static NodeDef.Builder swapped(String name, TensorRef tokens, TensorRef order) {
    return Attributes.node("Transpose", name, tokens.asInput(), order.asInput())
        .putAttr("Tperm", Attributes.type(DataType.DT_INT32));
  }

  private static long[] sizes(Shapes shapes, TensorRef tensor) throws UnpreparableModelException {
    return shapes
        .of(tensor)
        .orElseThrow(
            () -> new UnpreparableModelException("the shape of " + tensor + " is unknown"));
  }

  private static long classes(Shapes shapes, TensorRef scores) throws UnpreparableModelException {
    long[] sizes = sizes(shapes, scores);
    if (sizes.length < 2) {
      throw new UnpreparableModelException(
          "its scores have " + sizes.length + " dimensions instead of batch and classes");
    }
    return sizes[sizes.length - 1];
  }

  /** The tensor as {@code [N, size]}; the dimensions dropped must be spatial ones of size 1. */
  private static TensorRef asVectors(FlatGraph graph, Shapes shapes, TensorRef tensor, String name)
      throws UnpreparableModelException {
    long[] sizes = sizes(shapes, tensor);
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
          "its " + name + " are not one vector an image but of shape " + Arrays.toString(sizes));
    }
    TensorRef target = graph.add(name + "/shape", HostTensor.ints(-1, Math.toIntExact(size)));
    return graph.add(
        Attributes.node("Reshape", name, tensor.asInput(), target.asInput())
            .putAttr("Tshape", Attributes.type(DataType.DT_INT32)));
  }
}
