package io.github.resnet50.graph.quantize;

import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.FlopCounter;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.Shapes;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.ImageLevels;
import io.github.resnet50.graph.onnx.OnnxConverter;
import io.github.resnet50.graph.onnx.OnnxQuantizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.NodeDef;

/**
 * The graph of a prepared model with fused convolutions, and its image input: both the source and
 * the result of quantisation. The graph is not changed after construction.
 */
public final class ModelGraph {
  private final FlatGraph graph;
  private final GraphInput input;

  private ModelGraph(FlatGraph graph, GraphInput input) {
    this.graph = graph;
    this.input = input;
  }

  /**
   * Reads the prepared form of a model.
   *
   * @param prepared its directory
   */
  public static ModelGraph read(Path prepared)
      throws SavedModelException, UnpreparableModelException, IOException {
    SavedModelFile file = SavedModelFile.read(prepared, null);
    FlatGraph graph = file.graph();
    graph.prune();
    return new ModelGraph(graph, file.input());
  }

  /** Another graph with the same input. */
  ModelGraph with(FlatGraph other) {
    return new ModelGraph(other, input);
  }

  FlatGraph graph() {
    return graph;
  }

  /** The graph, to be changed. */
  FlatGraph copy() {
    return new FlatGraph(graph.toGraphDef(), graph.outputs());
  }

  /** Its form in ONNX, to be written with operations in 8 bits. */
  OnnxQuantizer onnx(ImageLevels levels) throws UnpreparableModelException {
    try {
      return OnnxConverter.quantizer(graph, input, levels);
    } catch (RuntimeException e) { // of constants and shapes that are none of the usual ones
      throw new UnpreparableModelException("its graph is none that ONNX has: " + Text.firstLine(e));
    }
  }

  TensorRef input() {
    return input.tensor();
  }

  /** TensorFlow's name of the input's type, such as {@code DT_FLOAT}. */
  public String inputType() {
    return input.dtype().name();
  }

  /** The input's sizes, -1 for the batch and for open ones. */
  public List<Long> inputShape() {
    return input.sizes();
  }

  /** A batch of the input's type, from the same numbers as floats. */
  public HostTensor batch(List<Long> shape, float[] values) {
    return input.batch(shape, values);
  }

  /** The convolutions that can run in 8 bits, by node name, in the graph's order. */
  Map<String, ConvolutionSite> convolutions() throws UnpreparableModelException {
    Map<String, ConvolutionSite> sites = new LinkedHashMap<>();
    for (NodeDef node : graph.nodes()) {
      ConvolutionSite.of(graph, node).ifPresent(site -> sites.put(site.name(), site));
    }
    return sites;
  }

  /**
   * Floating-point operations for one image; empty where they cannot be counted.
   *
   * @param image the input's sizes without the batch
   */
  public OptionalLong flopsPerImage(List<Long> image) {
    return FlopCounter.perImage(graph.toGraphDef(), input.tensor(), image);
  }

  /** Opens the graph for running it. The engine must be up. */
  public GraphSession open() throws UnpreparableModelException {
    try {
      return GraphSession.of(graph.toGraphDef(), input, graph.outputs());
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  /**
   * Writes a SavedModel with the signatures of a prepared model.
   *
   * @param original the graph that this one was made from, whose outputs have the same shapes:
   *     those of 8-bit operations cannot all be inferred
   */
  public void write(ModelGraph original, Path target)
      throws IOException, UnpreparableModelException {
    Map<TensorRef, TensorRef> originals = new HashMap<>();
    graph
        .outputs()
        .forEach((name, output) -> originals.put(output, original.graph.outputs().get(name)));
    try {
      Shapes inferred = Shapes.infer(original.graph);
      Shapes shapes = tensor -> inferred.of(originals.getOrDefault(tensor, tensor));
      new PreparedModelWriter().write(graph, input, shapes, target);
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }
}
