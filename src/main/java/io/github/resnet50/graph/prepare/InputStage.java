package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.Layout;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * A model's first operations, which reveal how its images must be preprocessed: whether it rescales
 * them itself, and which statistics its first batch normalisation expects.
 *
 * <p>Needs TensorFlow's native library to be loaded. Owned by one thread.
 */
public final class InputStage implements AutoCloseable {
  private final Rescaling rescaling;
  private final GraphInput input;
  private final Optional<Probe> probe;

  /** The rescaling of the input, {@code x · scale + shift}: one number each, or one per channel. */
  public record Rescaling(List<Double> scale, List<Double> shift) {
    private static final Rescaling NONE = new Rescaling(List.of(1.0), List.of(0.0));

    public Rescaling {
      scale = List.copyOf(scale);
      shift = List.copyOf(shift);
    }

    /** Whether the model uses its input unchanged. */
    public boolean isNone() {
      return equals(NONE);
    }

    private Rescaling then(PerChannel next, int channels) {
      List<Double> scales = new ArrayList<>();
      List<Double> shifts = new ArrayList<>();
      for (int c = 0; c < channels; c++) {
        scales.add(at(scale, c) * next.scale(c));
        shifts.add(at(shift, c) * next.scale(c) + next.shift(c));
      }
      return new Rescaling(scales, shifts);
    }

    private static double at(List<Double> values, int channel) {
      return values.get(values.size() == 1 ? 0 : channel);
    }
  }

  /** The input of the first batch normalisation, and the statistics it expects there. */
  private record NormSite(TensorRef tensor, boolean channelsLast, BatchNormStatistics expected) {}

  /** The graph up to the first batch normalisation. */
  private record Probe(NormSite norm, GraphRunner runner) {}

  private InputStage(Rescaling rescaling, GraphInput input, Optional<Probe> probe) {
    this.rescaling = rescaling;
    this.input = input;
    this.probe = probe;
  }

  /**
   * Reads a model's first operations.
   *
   * @throws SavedModelException if it is not a usable SavedModel, or is not safe
   * @throws UnpreparableModelException if its graph cannot be followed
   * @throws IOException if a file cannot be read
   */
  public static InputStage open(Path model, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    SavedModelFile file = SavedModelFile.read(model, options.signature());
    if (!options.trustModel()) {
      new GraphSafety().require(file);
    }
    GraphInput input = file.input();
    try {
      // Other outputs, such as class names, may depend on operations that cannot be flattened.
      FlatGraph flat = file.graph(output -> output.getDtype() == DataType.DT_FLOAT);
      new Flattener(file.directory(), input.tensor(), new HashMap<>()).apply(flat);
      Rescaling rescaling = rescaling(flat, input.tensor());
      Optional<NormSite> norm = firstNorm(flat, input.tensor());
      if (norm.isEmpty()) {
        return new InputStage(rescaling, input, Optional.empty());
      }
      flat.outputs().clear();
      flat.outputs().put("norm", norm.get().tensor());
      flat.prune();
      GraphRunner runner = GraphRunner.of(flat.toGraphDef(), GraphRunner.RUN_ONCE);
      return new InputStage(rescaling, input, Optional.of(new Probe(norm.get(), runner)));
    } catch (TensorFlowException e) {
      throw new UnpreparableModelException("TensorFlow refuses its graph: " + e.getMessage(), e);
    }
  }

  /** Follows the input through operations that only multiply by and add constants. */
  private static Rescaling rescaling(FlatGraph graph, TensorRef input)
      throws UnpreparableModelException {
    Map<TensorRef, List<String>> uses = graph.uses();
    Rescaling rescaling = Rescaling.NONE;
    TensorRef tensor = input;
    while (true) {
      Optional<NodeDef> found = graph.onlyTaker(uses, tensor);
      if (found.isEmpty()) {
        return rescaling;
      }
      NodeDef taker = found.get();
      switch (taker.getOp()) {
        case "Cast", "Pad", "ResizeBilinear", "ResizeNearestNeighbor" -> {}
        default -> {
          Optional<PerChannel> operation = rescalingBy(graph, taker);
          if (operation.isEmpty() || !operation.get().input().equals(tensor)) {
            return rescaling;
          }
          rescaling = rescaling.then(operation.get(), 3);
        }
      }
      tensor = new TensorRef(taker.getName(), 0);
    }
  }

  private static Optional<PerChannel> rescalingBy(FlatGraph graph, NodeDef node)
      throws UnpreparableModelException {
    // A batch normalisation right at the input is not a rescaling: it was learnt.
    if (node.getOp().startsWith("FusedBatchNorm")) {
      return Optional.empty();
    }
    return PerChannel.of(graph, node, Layout.of(node), 4, 3);
  }

  /** The first one in graph order that depends on the input. */
  private static Optional<NormSite> firstNorm(FlatGraph graph, TensorRef input)
      throws UnpreparableModelException {
    Map<String, Boolean> depends = new HashMap<>(Map.of(input.node(), true));
    for (NodeDef node : graph.nodes()) {
      List<TensorRef> inputs = FlatGraph.inputs(node);
      if (inputs.stream().anyMatch(i -> depends.containsKey(i.node()))) {
        depends.put(node.getName(), true);
        if (node.getOp().startsWith("FusedBatchNorm")) {
          return site(graph, node);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<NormSite> site(FlatGraph graph, NodeDef norm)
      throws UnpreparableModelException {
    Optional<HostTensor> mean = graph.constant(FlatGraph.input(norm, 3));
    Optional<HostTensor> variance = graph.constant(FlatGraph.input(norm, 4));
    if (mean.isEmpty() || variance.isEmpty() || mean.get().elements() == 0) {
      return Optional.empty();
    }
    BatchNormStatistics expected =
        new BatchNormStatistics(
            PerChannel.doubles(mean.get().floats()), PerChannel.doubles(variance.get().floats()));
    boolean channelsLast = Layout.of(norm) == Layout.NHWC;
    return Optional.of(new NormSite(FlatGraph.input(norm, 0), channelsLast, expected));
  }

  /** The rescaling that the model applies to its input before anything else. */
  public Rescaling rescaling() {
    return rescaling;
  }

  /** Whether there is a batch normalisation to compare with. */
  public boolean hasStatistics() {
    return probe.isPresent();
  }

  /**
   * How far the statistics of images at the first batch normalisation are from those in training:
   * {@link BatchNormStatistics#divergence}, 0 if equal.
   *
   * @param shape the batch's, in the model's own layout
   * @param pixels the preprocessed values
   * @return empty where there is nothing to compare with, or the graph does not run
   */
  public OptionalDouble divergence(List<Long> shape, float[] pixels) {
    if (probe.isEmpty()) {
      return OptionalDouble.empty();
    }
    NormSite norm = probe.get().norm();
    HostTensor batch = HostTensor.floats(shape, pixels).as(input.dtype());
    try {
      float[] values =
          probe
              .get()
              .runner()
              .run(Map.of(input.tensor(), batch), List.of(norm.tensor()))
              .get(0)
              .floats();
      BatchNormStatistics actual =
          BatchNormStatistics.of(
              values,
              Math.toIntExact(shape.get(0)),
              norm.expected().channels(),
              norm.channelsLast());
      return OptionalDouble.of(norm.expected().divergence(actual));
    } catch (TensorFlowException e) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public void close() {
    probe.map(Probe::runner).ifPresent(GraphRunner::close);
  }
}
