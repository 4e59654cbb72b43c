package io.github.resnet50.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.TensorInfo;

/**
 * A prepared model that gives any of its outputs. Runs in the thread that calls it, of which there
 * may be several at once. Needs TensorFlow's native library to be loaded.
 */
public final class InferenceGraph implements AutoCloseable {
  /** The scores of each class, {@code [N, classes]}. */
  public static final String PROBABILITIES = OutputFinder.PROBABILITIES;

  /** The same before the softmax or the sigmoid. */
  public static final String LOGITS = OutputFinder.LOGITS;

  /** What the last dense layer sees, {@code [N, F]}. */
  public static final String FEATURES = OutputFinder.FEATURES;

  /** The last activation with places, {@code [N, H, W, C]} or {@code [N, C, H, W]}. */
  public static final String FEATURE_MAP = OutputFinder.FEATURE_MAP;

  private final GraphRunner runner;
  private final SavedModelFile file;
  private final TensorInfo input;

  private InferenceGraph(GraphRunner runner, SavedModelFile file, TensorInfo input) {
    this.runner = runner;
    this.file = file;
    this.input = input;
  }

  /**
   * Loads a prepared model.
   *
   * @param prepared its directory
   */
  public static InferenceGraph open(Path prepared) throws SavedModelException, IOException {
    return open(SavedModelFile.read(prepared, PreparedModelWriter.ALL));
  }

  /**
   * Loads a prepared model.
   *
   * @param file with the signature that has all outputs
   */
  public static InferenceGraph open(SavedModelFile file) throws SavedModelException {
    TensorInfo input = file.input().getValue();
    return new InferenceGraph(
        GraphRunner.of(file.metaGraph().getGraphDef(), inCallersThread()), file, input);
  }

  /** One thread a run, the caller's; nothing is left to optimise in a prepared graph. */
  public static ConfigProto inCallersThread() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  /** Whether images go in as levels of 0..255. */
  public boolean takesLevels() {
    return input.getDtype() == DataType.DT_UINT8;
  }

  /** The shape of the input; -1 for the batch and for open sizes. */
  public List<Long> inputShape() {
    return sizes(input);
  }

  /** The names of the outputs it has. */
  public Set<String> outputs() {
    return Set.copyOf(file.signature().getOutputsMap().keySet());
  }

  /** The shape of an output; -1 for the batch and for open sizes. */
  public List<Long> shape(String output) {
    return sizes(file.signature().getOutputsOrThrow(output));
  }

  private static List<Long> sizes(TensorInfo tensor) {
    return tensor.getTensorShape().getDimList().stream()
        .map(dimension -> dimension.getSize())
        .toList();
  }

  /**
   * Runs a batch.
   *
   * @param images the input's numbers, of the shape {@code shape}
   * @param outputs names of outputs
   * @return their values, row-major, in the order of {@code outputs}
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow fails
   */
  public List<float[]> run(float[] images, List<Long> shape, List<String> outputs) {
    HostTensor batch = HostTensor.floats(shape, images);
    DataType dtype = input.getDtype();
    List<TensorRef> fetches =
        outputs.stream()
            .map(name -> TensorRef.parse(file.signature().getOutputsOrThrow(name).getName()))
            .toList();
    return runner
        .run(
            Map.of(
                TensorRef.parse(input.getName()),
                dtype == DataType.DT_FLOAT ? batch : batch.as(dtype)),
            fetches)
        .stream()
        .map(HostTensor::floats)
        .toList();
  }

  @Override
  public void close() {
    runner.close();
  }
}
