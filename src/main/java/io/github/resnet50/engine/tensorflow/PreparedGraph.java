package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.DataType;

/**
 * A prepared model that gives any of its outputs. Runs in the thread that calls it, of which there
 * may be several at once. Needs TensorFlow's native library to be loaded.
 */
final class PreparedGraph implements AutoCloseable {
  private final GraphRunner runner;
  private final SavedModelFile file;
  private final GraphInput input;

  private PreparedGraph(GraphRunner runner, SavedModelFile file, GraphInput input) {
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
    GraphInput input = file.input();
    return new PreparedGraph(
        GraphRunner.of(file.metaGraph().getGraphDef(), GraphRunner.IN_CALLERS_THREAD), file, input);
  }

  /** Whether images are fed as levels of 0..255. */
  boolean takesLevels() {
    return input.dtype() == DataType.DT_UINT8;
  }

  /** The shape of the input; -1 for the batch and for open sizes. */
  List<Long> inputShape() {
    return input.sizes();
  }

  /** The names of the outputs it has. */
  Set<String> outputs() {
    return Set.copyOf(file.signature().getOutputsMap().keySet());
  }

  /** The shape of an output; -1 for the batch and for open sizes. */
  List<Long> shape(String output) {
    return file.outputShape(output);
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
    List<TensorRef> fetches = outputs.stream().map(file::output).toList();
    return runner
        .run(
            Map.of(
                input.tensor(),
                input.dtype() == DataType.DT_FLOAT ? batch : batch.as(input.dtype())),
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
