package io.github.resnet50.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The part of a model between its feature map and its logits, and that part's gradient. It is a
 * small part of the model, so a gradient costs little compared with the run that computed the
 * feature map. May be used by several threads at once. Needs TensorFlow's native library to be
 * loaded.
 */
public final class HeadGradients implements AutoCloseable {
  private static final TensorRef WEIGHTS = new TensorRef("resnet50_gradient_weights", 0);

  private final GraphRunner runner;
  private final TensorRef map;
  private final TensorRef logits;
  private final TensorRef gradient;
  private final List<Long> mapShape;
  private final int scores;
  private final boolean channelsFirst;
  private final Optional<float[][]> classWeights;
  private final Optional<TokenGrid> grid;

  private HeadGradients(
      GraphRunner runner,
      SavedModelFile file,
      TensorRef gradient,
      boolean channelsFirst,
      Head head) {
    this.runner = runner;
    this.map = file.output(OutputFinder.FEATURE_MAP);
    this.logits = file.output(OutputFinder.LOGITS);
    this.gradient = gradient;
    this.mapShape = file.outputShape(OutputFinder.FEATURE_MAP);
    this.scores = scores(file);
    this.channelsFirst = channelsFirst;
    this.classWeights = head.classWeights();
    this.grid = head.grid();
  }

  /** What is known of a head. */
  private record Head(Optional<float[][]> classWeights, Optional<TokenGrid> grid) {}

  private static int scores(SavedModelFile file) {
    return Math.toIntExact(file.outputShape(OutputFinder.LOGITS).get(1));
  }

  /**
   * Cuts the head out of a prepared model.
   *
   * @param prepared the directory of one that was prepared without fusing, and has a feature map
   * @throws UnpreparableModelException where the head cannot be cut out or has no gradient
   */
  public static HeadGradients open(Path prepared)
      throws SavedModelException, UnpreparableModelException, IOException {
    return open(SavedModelFile.read(prepared, PreparedModelWriter.ALL));
  }

  /**
   * Cuts the head out of a prepared model.
   *
   * @param file of one that was prepared without fusing, with the signature that has all outputs;
   *     its {@code feature_map} is where the head begins
   * @throws UnpreparableModelException where the head cannot be cut out or has no gradient
   */
  public static HeadGradients open(SavedModelFile file) throws UnpreparableModelException {
    TensorRef map = file.output(OutputFinder.FEATURE_MAP);
    TensorRef logits = file.output(OutputFinder.LOGITS);
    FlatGraph whole = new FlatGraph(file.metaGraph().getGraphDef(), Map.of("logits", logits));
    whole.prune();
    Shapes shapes = Shapes.infer(whole);
    Head known =
        new Head(
            classWeights(new OutputFinder(whole, shapes), whole, logits, map),
            file.outputShape(OutputFinder.FEATURE_MAP).size() == 3
                ? new AttentionFinder(whole, shapes).grid()
                : Optional.empty());
    boolean channelsFirst = Layout.of(whole) == Layout.NCHW;
    FlatGraph head = new FlatGraph(file.metaGraph().getGraphDef(), Map.of("logits", logits));
    head.put(placeholder(map.node(), file.outputShape(OutputFinder.FEATURE_MAP)));
    head.prune();
    Backpropagation.makeDifferentiable(head);
    GraphDef graph =
        head.toGraphDef().toBuilder()
            .addNode(placeholder(WEIGHTS.node(), List.of(-1L, (long) scores(file))))
            .build();
    try (GraphRunner plain = GraphRunner.of(graph, GraphRunner.IN_CALLERS_THREAD)) {
      TensorRef gradient = plain.addGradients(logits, map, WEIGHTS);
      GraphDef exact = Backpropagation.inDoubles(plain.definition());
      GraphRunner runner = GraphRunner.of(exact, GraphRunner.IN_CALLERS_THREAD);
      return new HeadGradients(runner, file, gradient, channelsFirst, known);
    } catch (TensorFlowException e) {
      throw new UnpreparableModelException("its head has no gradient: " + e.getMessage(), e);
    }
  }

  private static NodeDef placeholder(String name, List<Long> sizes) {
    return Attributes.placeholder(name, DataType.DT_FLOAT, Attributes.shape(sizes));
  }

  /** The weights of the dense layer if the head is one dense layer on the mean of the map. */
  private static Optional<float[][]> classWeights(
      OutputFinder finder, FlatGraph graph, TensorRef logits, TensorRef map)
      throws UnpreparableModelException {
    Optional<NodeDef> dense = finder.dense(logits);
    if (dense.isEmpty() || !finder.isMeanOf(FlatGraph.input(dense.get(), 0), map)) {
      return Optional.empty();
    }
    HostTensor matrix = graph.constant(FlatGraph.input(dense.get(), 1)).orElse(null);
    if (matrix == null || matrix.dtype() != DataType.DT_FLOAT) {
      return Optional.empty();
    }
    boolean transposed =
        dense.get().getAttrOrDefault("transpose_b", AttrValue.getDefaultInstance()).getB();
    int rank = matrix.shape().size(); // a convolution's kernel is [1, 1, channels, classes]
    int rows = Math.toIntExact(matrix.shape().get(rank - 2));
    int columns = Math.toIntExact(matrix.shape().get(rank - 1));
    float[] values = matrix.floats();
    float[][] weights = new float[transposed ? rows : columns][transposed ? columns : rows];
    for (int i = 0; i < values.length; i++) {
      int row = i / columns;
      int column = i % columns;
      weights[transposed ? row : column][transposed ? column : row] = values[i];
    }
    return Optional.of(weights);
  }

  /** The feature map's shape, of three or four sizes, -1 for open ones. */
  public List<Long> mapShape() {
    return mapShape;
  }

  /** How the tokens lie in the image, if the feature map is {@code [N, T, C]}. */
  public Optional<TokenGrid> grid() {
    return grid;
  }

  /** Whether a feature map is {@code [N, C, H, W]} rather than {@code [N, H, W, C]}. */
  public boolean channelsFirst() {
    return channelsFirst;
  }

  /** How many scores the model has: 1 for a model that distinguishes two classes by one score. */
  public int scores() {
    return scores;
  }

  /**
   * A row of weights over channels for each score, where logits are one dense layer on the mean of
   * the feature map (Zhou et al. 2016); empty for other heads. The array is shared and must not be
   * changed.
   */
  public Optional<float[][]> classWeights() {
    return classWeights;
  }

  /**
   * Gradients of weighted sums of logits with respect to the feature map.
   *
   * @param maps feature maps of a batch, as the model gives them
   * @param shape the batch's shape
   * @param scoreWeights {@code [N, scores]}: how each logit counts; for one class, 1 there
   * @return of {@code shape}
   * @throws TensorFlowException if TensorFlow fails
   */
  public float[] of(float[] maps, List<Long> shape, float[] scoreWeights) {
    int images = Math.toIntExact(shape.get(0));
    if (scoreWeights.length != images * scores) {
      throw new IllegalArgumentException(
          scoreWeights.length + " weights for " + Arrays.asList(images, scores));
    }
    return runner
        .run(
            Map.of(
                map,
                HostTensor.floats(shape, maps),
                WEIGHTS,
                HostTensor.floats(List.of((long) images, (long) scores), scoreWeights)),
            List.of(gradient))
        .get(0)
        .floats();
  }

  /** The logits of feature maps. */
  float[] logits(float[] maps, List<Long> shape) {
    return runner.run(Map.of(map, HostTensor.floats(shape, maps)), List.of(logits)).get(0).floats();
  }

  @Override
  public void close() {
    runner.close();
  }
}
