package io.github.resnet50.graph;

import io.github.resnet50.basics.Numbers;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/**
 * A prepared graph that can be run, with its image input and named outputs. Each batch runs in the
 * calling thread; several threads may run batches at once. Needs TensorFlow's native library to be
 * loaded.
 */
public final class GraphSession implements AutoCloseable {
  private static final ConfigProto CONFIG = GraphRunner.IN_CALLERS_THREAD;

  private final GraphRunner runner;
  private final GraphInput input;
  private final Map<String, TensorRef> outputs;

  private GraphSession(GraphRunner runner, GraphInput input, Map<String, TensorRef> outputs) {
    this.runner = runner;
    this.input = input;
    this.outputs = Map.copyOf(outputs);
  }

  /**
   * Opens a prepared model.
   *
   * @param file whose signature's outputs can be asked for
   * @throws SavedModelException where it has not exactly one input
   * @throws TensorFlowException where TensorFlow refuses its graph
   */
  public static GraphSession of(SavedModelFile file) throws SavedModelException {
    GraphInput input = file.input();
    return of(file.metaGraph().getGraphDef(), input, file.graph().outputs());
  }

  /**
   * Opens a graph in memory.
   *
   * @throws TensorFlowException where TensorFlow refuses it
   */
  public static GraphSession of(GraphDef graph, GraphInput input, Map<String, TensorRef> outputs) {
    return new GraphSession(GraphRunner.of(graph, GraphRunner.unchanged(CONFIG)), input, outputs);
  }

  /** The input that batches are fed to. */
  public GraphInput input() {
    return input;
  }

  /** The outputs by name. */
  public Map<String, TensorRef> outputs() {
    return outputs;
  }

  /**
   * Runs a batch.
   *
   * @param batch of the input's type
   * @param fetches any tensors of the graph but the input
   * @return their values, in the order of {@code fetches}
   * @throws TensorFlowException if TensorFlow fails
   */
  public List<HostTensor> run(HostTensor batch, List<TensorRef> fetches) {
    return runner.run(Map.of(input.tensor(), batch), fetches);
  }

  /**
   * Runs a batch of numbers.
   *
   * @param images the input's numbers, of the shape {@code shape}
   * @param names of outputs
   * @return their values, row-major, in the order of {@code names}
   * @throws TensorFlowException if TensorFlow fails
   */
  public List<float[]> run(float[] images, List<Long> shape, List<String> names) {
    return run(input.batch(shape, images), names.stream().map(outputs::get).toList()).stream()
        .map(HostTensor::floats)
        .toList();
  }

  /**
   * The probabilities of a batch, {@code [N, classes]}, row after row.
   *
   * @param batch of the input's type
   * @throws UnpreparableModelException where TensorFlow fails
   */
  public float[] probabilities(HostTensor batch) throws UnpreparableModelException {
    try {
      return run(batch, List.of(outputs.get(OutputFinder.PROBABILITIES))).get(0).floats();
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  /**
   * The probabilities of batches, each computed by one of as many threads as there are processors.
   *
   * @param batches how many
   * @param batch by its number, made when it is computed, by any thread
   * @return a row an image, batch after batch
   * @throws UnpreparableModelException where TensorFlow fails
   */
  public List<float[][]> probabilities(int batches, IntFunction<HostTensor> batch)
      throws UnpreparableModelException {
    List<TensorRef> scores = List.of(outputs.get(OutputFinder.PROBABILITIES));
    try {
      return IntStream.range(0, batches)
          .parallel()
          .mapToObj(
              number -> {
                HostTensor images = batch.apply(number);
                int size = Math.toIntExact(images.shape().get(0));
                return Numbers.rows(run(images, scores).get(0).floats(), size);
              })
          .toList();
    } catch (TensorFlowException e) {
      throw UnpreparableModelException.refused(e);
    }
  }

  @Override
  public void close() {
    runner.close();
  }
}
