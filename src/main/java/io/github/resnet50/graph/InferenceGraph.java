package io.github.resnet50.graph;

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
public final class InferenceGraph implements AutoCloseable {
  private final GraphRunner runner;
  private final SavedModelFile file;
  private final GraphInput input;

  private InferenceGraph(GraphRunner runner, SavedModelFile file, GraphInput input) {
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
    GraphInput input = file.input();
    return new InferenceGraph(
        GraphRunner.of(file.metaGraph().getGraphDef(), GraphRunner.IN_CALLERS_THREAD), file, input);
  }

  /** Whether images go in as levels of 0..255. */
  public boolean takesLevels() {
    return input.dtype() == DataType.DT_UINT8;
  }

  /** The shape of the input; -1 for the batch and for open sizes. */
  public List<Long> inputShape() {
    return input.sizes();
  }

  /** The names of the outputs it has. */
  public Set<String> outputs() {
    return Set.copyOf(file.signature().getOutputsMap().keySet());
  }

  /** The shape of an output; -1 for the batch and for open sizes. */
  public List<Long> shape(String output) {
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
  public List<float[]> run(float[] images, List<Long> shape, List<String> outputs) {
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
