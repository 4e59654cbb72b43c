package io.github.resnet50.model.prepare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Turns any image classifier's SavedModel into a flat, frozen graph that starts and runs fast and
 * names its inner outputs. Enter here; the passes are, in their order: {@link SavedModelFile},
 * {@link GraphSafety}, {@link Flattener}, {@link BatchNormFolder}, {@link PaddingMerger}, {@link
 * OutputFinder}, {@link ConvolutionFuser}, {@link PreparedModelWriter}.
 *
 * <p>Needs TensorFlow's native library to be loaded. Stateless; an instance may be shared.
 */
public final class ModelPreparer {

  private static final String SCORES = "scores";
  private static final List<String> USUAL_OUTPUTS =
      List.of("probabilities", "predictions", "softmax", "scores", "output_0", "logits");

  // Small graphs, run once: TensorFlow's optimiser would cost more than it saves.
  private static final ConfigProto PLAIN_SESSION =
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
   */
  public PreparedModel prepare(Path model, Path target, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    SavedModelFile file = SavedModelFile.read(model, options.signature());
    if (!options.trustModel()) {
      new GraphSafety().require(file.metaGraph());
    }
    try {
      return prepare(file, target, options);
    } catch (TensorFlowException e) {
      throw new UnpreparableModelException("TensorFlow refuses its graph: " + e.getMessage(), e);
    }
  }

  private static PreparedModel prepare(SavedModelFile file, Path target, PrepareOptions options)
      throws SavedModelException, UnpreparableModelException, IOException {
    Map.Entry<String, TensorInfo> input = file.input();
    DataType dtype = input.getValue().getDtype();
    if (!HostTensor.isNumeric(dtype)) {
      throw new UnpreparableModelException(
          "its input " + input.getKey() + " takes " + dtype + " instead of pixels");
    }
    String output = chooseOutput(file, options.output());
    TensorRef scores = TensorRef.parse(file.signature().getOutputsOrThrow(output).getName());
    TensorRef fed = TensorRef.parse(input.getValue().getName());
    FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), Map.of(SCORES, scores));
    fed = replaceInput(graph, fed, input.getValue());

    OpCatalog catalog = GraphRunner.operations();
    Flattener.Result flat;
    try (SavedVariables variables = new SavedVariables(file.directory())) {
      ConstantFolder folder = new ConstantFolder(catalog, ModelPreparer::evaluate);
      flat =
          new Flattener(catalog, new VariableFreezer(variables), folder, ModelPreparer::withShapes)
              .flatten(graph, fed);
    }
    BatchNormFolder.Result norms = new BatchNormFolder().fold(graph);
    int pads = withShapes(graph, shapes -> new PaddingMerger(options.fuse()).merge(graph, shapes));
    TensorRef flatScores = graph.outputs().get(SCORES);
    OutputFinder.Found found =
        withShapes(graph, shapes -> new OutputFinder(graph, shapes).find(flatScores));
    graph.prune();
    int fused =
        options.fuse()
            ? withShapes(graph, shapes -> new ConvolutionFuser().fuse(graph, shapes))
            : 0;
    graph.prune();
    if (graph.node(fed.node()) == null) {
      throw new UnpreparableModelException("its scores do not depend on its input");
    }
    return write(
        file,
        target,
        input.getKey(),
        output,
        fed,
        dtype,
        graph,
        found,
        fused > 0,
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

  private static String chooseOutput(SavedModelFile file, String wanted)
      throws SavedModelException {
    Map<String, TensorInfo> outputs = new TreeMap<>(file.signature().getOutputsMap());
    if (wanted != null && !outputs.containsKey(wanted)) {
      throw new SavedModelException(
          "signature '"
              + file.signatureName()
              + "' has no output '"
              + wanted
              + "', but "
              + outputs.keySet());
    }
    if (wanted != null) {
      return wanted;
    }
    outputs.values().removeIf(info -> info.getDtype() != DataType.DT_FLOAT);
    if (outputs.size() == 1) {
      return outputs.keySet().iterator().next();
    }
    for (String usual : USUAL_OUTPUTS) {
      if (outputs.containsKey(usual)) {
        return usual;
      }
    }
    throw new SavedModelException(
        "signature '"
            + file.signatureName()
            + "' has "
            + (outputs.isEmpty()
                ? "no float output"
                : "several outputs, name the one with the scores: " + outputs.keySet()));
  }

  /**
   * Puts a plain placeholder in place of the fed tensor, with the batch left open. Whatever made
   * the tensor before is cut off.
   */
  private static TensorRef replaceInput(FlatGraph graph, TensorRef fed, TensorInfo info)
      throws UnpreparableModelException {
    NodeDef original = graph.producer(fed);
    if (original == null) {
      throw new UnpreparableModelException("its input " + fed + " is not in the graph");
    }
    TensorShapeProto shape = info.getTensorShape();
    if ((shape.getUnknownRank() || shape.getDimCount() == 0) && original.containsAttr("shape")) {
      shape = original.getAttrOrThrow("shape").getShape();
    }
    if (shape.getUnknownRank() || shape.getDimCount() != 4) {
      throw new UnpreparableModelException(
          "its input " + fed + " does not say that it is a batch of images (4 dimensions)");
    }
    TensorShapeProto open =
        shape.toBuilder().setDim(0, TensorShapeProto.Dim.newBuilder().setSize(-1)).build();
    String name = fed.index() == 0 ? fed.node() : graph.freshName(fed.node() + "_input");
    graph.put(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("Placeholder")
            .putAttr("dtype", GraphCleaner.type(info.getDtype()))
            .putAttr("shape", AttrValue.newBuilder().setShape(open).build())
            .build());
    TensorRef placeholder = new TensorRef(name, 0);
    if (!placeholder.equals(fed)) {
      graph.redirect(Map.of(fed, placeholder));
    }
    return placeholder;
  }

  private static PreparedModel write(
      SavedModelFile file,
      Path target,
      String inputName,
      String output,
      TensorRef fed,
      DataType dtype,
      FlatGraph graph,
      OutputFinder.Found found,
      boolean fused,
      PreparedModel.Counts counts)
      throws UnpreparableModelException, IOException {
    Map<String, List<Long>> outputs = new TreeMap<>();
    List<Long> inputShape = new ArrayList<>();
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), PLAIN_SESSION)) {
      Shapes shapes = runner.shapes();
      graph.outputs().forEach((name, tensor) -> outputs.put(name, sizes(shapes, tensor)));
      inputShape.addAll(sizes(shapes, fed));
      List<Long> probabilities = outputs.get(OutputFinder.PROBABILITIES);
      if (probabilities.isEmpty() || probabilities.get(0) != -1) {
        throw new UnpreparableModelException(
            "it is made for batches of one size, its scores being " + probabilities);
      }
      new PreparedModelWriter().write(graph, inputName, fed, dtype, shapes, target);
    }
    boolean channelsFirst =
        inputShape.get(3) > 4 && inputShape.get(1) >= 1 && inputShape.get(1) <= 4;
    PreparedModel.Layout layout =
        channelsFirst ? PreparedModel.Layout.NCHW : PreparedModel.Layout.NHWC;
    return new PreparedModel(
        target,
        new PreparedModel.Source(file.signatureName(), output),
        new PreparedModel.Input(inputName, dtype.name(), List.copyOf(inputShape), layout),
        outputs,
        found.head(),
        found.classes(),
        found.pooledDense(),
        fused,
        counts);
  }

  private static List<Long> sizes(Shapes shapes, TensorRef tensor) {
    return shapes.of(tensor).map(s -> Arrays.stream(s).boxed().toList()).orElse(List.of());
  }

  private static <T> T withShapes(FlatGraph graph, Flattener.ShapeInference.Work<T> work)
      throws UnpreparableModelException {
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), PLAIN_SESSION)) {
      return work.apply(runner.shapes());
    }
  }

  private static List<HostTensor> evaluate(
      org.tensorflow.proto.GraphDef graph, List<TensorRef> fetches) {
    try (GraphRunner runner = GraphRunner.of(graph, PLAIN_SESSION)) {
      return runner.run(Map.of(), fetches);
    }
  }

  /** The model's variables, loaded when the first is asked for: frozen models have none. */
  private static final class SavedVariables implements VariableFreezer.Source, AutoCloseable {

    private final Path directory;
    private GraphRunner loaded;

    SavedVariables(Path directory) {
      this.directory = directory;
    }

    @Override
    public List<HostTensor> read(List<NodeDef> variables) throws UnpreparableModelException {
      if (loaded == null) {
        loaded = GraphRunner.load(directory, PLAIN_SESSION);
      }
      return loaded.readVariables(variables);
    }

    @Override
    public void close() {
      if (loaded != null) {
        loaded.close();
      }
    }
  }
}
