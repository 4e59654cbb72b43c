package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.SessionConfig;
import io.github.resnet50.graph.TensorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;

/**
 * A prepared model that gives any of its outputs. Runs in the thread that calls it, of which there
 * may be several at once. Needs TensorFlow's native library to be loaded.
 */
final class PreparedGraph implements AutoCloseable {
  private final GraphRunner runner;
  private final SavedModelFile file;
  private final TensorInfo input;

  private PreparedGraph(GraphRunner runner, SavedModelFile file, TensorInfo input) {
    this.runner = runner;
    this.file = file;
    this.input = input;
  }

  /**
   * Loads a prepared model.
   *
   * @param prepared its directory
   */
  static PreparedGraph open(Path prepared) throws SavedModelException, IOException {
    return open(SavedModelFile.read(prepared, PreparedModelWriter.ALL));
  }

  /**
   * Loads a prepared model.
   *
   * @param file with the signature that has all outputs
   */
  static PreparedGraph open(SavedModelFile file) throws SavedModelException {
    TensorInfo input = file.input().getValue();
    return new PreparedGraph(
        GraphRunner.of(file.metaGraph().getGraphDef(), SessionConfig.CALLERS_THREAD), file, input);
  }

  /** Whether images go in as levels of 0..255. */
  boolean takesLevels() {
    return input.getDtype() == DataType.DT_UINT8;
  }

  /** The shape of the input; -1 for the batch and for open sizes. */
  List<Long> inputShape() {
    return sizes(input);
  }

  /** The names of the outputs it has. */
  Set<String> outputs() {
    return Set.copyOf(file.signature().getOutputsMap().keySet());
  }

  /** The shape of an output; -1 for the batch and for open sizes. */
  List<Long> shape(String output) {
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
  List<float[]> run(float[] images, List<Long> shape, List<String> outputs) {
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
