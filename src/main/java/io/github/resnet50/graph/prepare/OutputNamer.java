package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphPass;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.PreparedModel.Head;
import io.github.resnet50.graph.prepare.PreparedModel.HeadKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Replaces the graph's one output, the scores, by the named ones: {@code probabilities [N,
 * classes]}, {@code logits [N, classes]} and, if there are any, {@code features [N, F]} and {@code
 * feature_map [N, H, W, C]}. Adds the softmax or sigmoid that is missing. An instance is for one
 * graph.
 */
final class OutputNamer implements GraphPass {
  private final Shapes.Inference inference;
  private Optional<Head> head = Optional.empty();

  OutputNamer(Shapes.Inference inference) {
    this.inference = inference;
  }

  /**
   * What the pass found out about the model's head.
   *
   * @throws java.util.NoSuchElementException before the pass was applied
   */
  Head head() {
    return head.orElseThrow();
  }

  @Override
  public int apply(FlatGraph graph) throws UnpreparableModelException {
    Work work = new Work(graph, inference.of(graph));
    head = Optional.of(work.name(graph.outputs().values().iterator().next()));
    return graph.outputs().size();
  }

  /** The graph with the facts collected about it. */
  private record Work(FlatGraph graph, Shapes shapes, OutputFinder finder) {

    Work(FlatGraph graph, Shapes shapes) {
      this(graph, shapes, new OutputFinder(graph, shapes));
    }

    Head name(TensorRef scores) throws UnpreparableModelException {
      NodeDef activation = graph.producer(finder.throughReshapes(scores));
      HeadKind kind =
          switch (activation.getOp()) {
            case "Softmax" -> HeadKind.SOFTMAX;
            case "Sigmoid" -> HeadKind.SIGMOID;
            default -> HeadKind.LOGITS;
          };
      TensorRef raw = kind == HeadKind.LOGITS ? scores : FlatGraph.input(activation, 0);
      long classes = lastSize(scores);
      TensorRef logits = asVectors(raw, "logits");
      TensorRef probabilities =
          kind == HeadKind.LOGITS
              ? activate(logits, classes == 1 ? "Sigmoid" : "Softmax")
              : asVectors(scores, "probabilities");
      Optional<TensorRef> features = finder.dense(raw).map(node -> FlatGraph.input(node, 0));
      List<TensorRef> maps = finder.maps(features.orElse(raw));
      Optional<TensorRef> map = maps.stream().reduce((first, second) -> second);
      Map<String, TensorRef> outputs = graph.outputs();
      outputs.clear();
      outputs.put(OutputFinder.PROBABILITIES, probabilities);
      outputs.put(OutputFinder.LOGITS, logits);
      if (features.isPresent()) {
        outputs.put(OutputFinder.FEATURES, asVectors(features.get(), "features"));
      }
      map.ifPresent(tensor -> outputs.put(OutputFinder.FEATURE_MAP, tensor));
      boolean pooled =
          features.isPresent() && map.isPresent() && finder.isMeanOf(features.get(), map.get());
      return new Head(kind, classes, pooled);
    }

    private long[] sizes(TensorRef tensor) throws UnpreparableModelException {
      return shapes
          .of(tensor)
          .orElseThrow(
              () -> new UnpreparableModelException("the shape of " + tensor + " is unknown"));
    }

    private long lastSize(TensorRef tensor) throws UnpreparableModelException {
      long[] sizes = sizes(tensor);
      if (sizes.length < 2) {
        throw new UnpreparableModelException(
            "its scores have " + sizes.length + " dimensions instead of batch and classes");
      }
      return sizes[sizes.length - 1];
    }

    /** The tensor as {@code [N, size]}; the dimensions dropped must be spatial ones of size 1. */
    private TensorRef asVectors(TensorRef tensor, String name) throws UnpreparableModelException {
      long[] sizes = sizes(tensor);
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
              .setName(graph.freshName(OutputFinder.PROBABILITIES))
              .setOp(operation)
              .addInput(logits.asInput())
              .putAttr("T", Attributes.type(DataType.DT_FLOAT))
              .build();
      graph.put(node);
      return new TensorRef(node.getName(), 0);
    }
  }
}
