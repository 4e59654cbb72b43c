package io.github.resnet50.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Turns any image classifier's SavedModel into a flat, frozen graph that starts and runs fast and
 * names its inner outputs. The passes are, in their order: {@link GraphSafety}, {@link Flattener},
 * {@link BatchNormFolder}, {@link PaddingMerger}, {@link OutputFinder}, {@link ConvolutionFuser},
 * {@link PreparedModelWriter}.
 *
 * <p>Needs TensorFlow's native library to be loaded. Stateless; an instance may be shared.
 */
public final class ModelPreparer {

  private static final String SCORES = "scores";

  // Everything here runs once: TensorFlow's optimiser would cost more than it saves.
  private static final ConfigProto RUN_ONCE =
      ConfigProto.newBuilder()
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
          .build();

  /**
   * Prepares a model.
   *
   * @param model the SavedModel's directory; only read
   * @param target the directory that gets the prepared {@code saved_model.pb}; made if needed
   * @throws SavedModelException if it is not a usable SavedModel, or (as {@link
   *     UnsafeGraphException}) must not be used
   * @throws UnpreparableModelException if it can be used only as it is
   * @throws IOException if a file cannot be read or written
   * @throws org.tensorflow.exceptions.TensorFlowException if it may work another time
   */
  public PreparedModel prepare(Path model, Path target, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    SavedModelFile file = SavedModelFile.read(model, options.signature());
    if (!options.trustModel()) {
      new GraphSafety().require(file);
    }
    try {
      return prepare(file, target, options);
    } catch (TensorFlowException e) {
      // Invalid or unimplemented is of the graph's making, and so for ever; else of the moment's.
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof UnsupportedOperationException) {
        throw new UnpreparableModelException("TensorFlow refuses its graph: " + e.getMessage(), e);
      }
      throw e;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // A node without the inputs or attributes that its operation has.
      throw new UnpreparableModelException("its graph contradicts itself: " + e.getMessage(), e);
    }
  }

  private static PreparedModel prepare(SavedModelFile file, Path target, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    boolean fuse = options.fuse() && FusedKernels.available();
    Endpoints ends = Endpoints.of(file, options.output());
    FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), Map.of(SCORES, ends.scores()));
    TensorRef input = ends.openInput(graph);

    Flattener.Result flat = flatten(file.directory(), graph, input);
    BatchNormFolder.Result norms = new BatchNormFolder().fold(graph);
    int pads = withShapes(graph, shapes -> new PaddingMerger(fuse).merge(graph, shapes));
    TensorRef scores = graph.outputs().get(SCORES);
    OutputFinder.Found found =
        withShapes(graph, shapes -> new OutputFinder(graph, shapes).find(scores));
    graph.prune();
    int fused = fuse ? withShapes(graph, shapes -> new ConvolutionFuser().fuse(graph, shapes)) : 0;
    graph.prune();
    if (graph.node(input.node()) == null) {
      throw new UnpreparableModelException("its scores do not depend on its input");
    }

    Map<String, List<Long>> outputs = new TreeMap<>();
    List<Long> inputShape;
    try (GraphRunner runner = GraphRunner.of(graph.withoutWeights(), RUN_ONCE)) {
      Shapes shapes = runner.shapes();
      graph.outputs().forEach((name, tensor) -> outputs.put(name, sizes(shapes, tensor)));
      inputShape = sizes(shapes, input);
      requireOpenBatch(outputs.get(OutputFinder.PROBABILITIES));
      new PreparedModelWriter().write(graph, ends.inputName(), input, ends.dtype(), shapes, target);
    }
    return new PreparedModel(
        target,
        new PreparedModel.Source(file.signatureName(), ends.outputName()),
        new PreparedModel.Input(
            ends.inputName(), ends.dtype().name(), inputShape, layout(inputShape)),
        outputs,
        found.head(),
        found.classes(),
        found.pooledDense(),
        fuse,
        new PreparedModel.Counts(
            flat.functions(),
            flat.variables(),
            flat.constants(),
            norms.found(),
            norms.folded(),
            pads,
            fused,
            graph.nodes().size()));
  }

  private static Flattener.Result flatten(Path model, FlatGraph graph, TensorRef input)
      throws UnpreparableModelException {
    OpCatalog catalog = GraphRunner.operations();
    ConstantFolder folder = new ConstantFolder(catalog, ModelPreparer::evaluate);
    try (SavedVariables variables = new SavedVariables(model, RUN_ONCE)) {
      return new Flattener(
              catalog, new VariableFreezer(variables), folder, ModelPreparer::withShapes)
          .flatten(graph, input);
    }
  }

  private static void requireOpenBatch(List<Long> probabilities) throws UnpreparableModelException {
    if (probabilities.isEmpty() || probabilities.get(0) != -1) {
      throw new UnpreparableModelException(
          "it is made for batches of one size, its scores being " + probabilities);
    }
  }

  private static PreparedModel.Layout layout(List<Long> input) {
    boolean channelsFirst = input.get(3) > 4 && input.get(1) >= 1 && input.get(1) <= 4;
    return channelsFirst ? PreparedModel.Layout.NCHW : PreparedModel.Layout.NHWC;
  }

  private static List<Long> sizes(Shapes shapes, TensorRef tensor) {
    return shapes.of(tensor).map(s -> Arrays.stream(s).boxed().toList()).orElse(List.of());
  }

  private static <T> T withShapes(FlatGraph graph, Flattener.ShapeInference.Work<T> work)
      throws UnpreparableModelException {
    try (GraphRunner runner = GraphRunner.of(graph.withoutWeights(), RUN_ONCE)) {
      return work.apply(runner.shapes());
    }
  }

  private static List<HostTensor> evaluate(GraphDef graph, List<TensorRef> fetches) {
    try (GraphRunner runner = GraphRunner.of(graph, RUN_ONCE)) {
      return runner.run(Map.of(), fetches);
    }
  }
}
