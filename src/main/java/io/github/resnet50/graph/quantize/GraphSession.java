package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Map;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A graph that can be run. Each batch runs in the calling thread; several threads may run batches
 * concurrently.
 */
public final class GraphSession implements AutoCloseable {
  private final ModelGraph model;
  private final GraphRunner runner;

  GraphSession(ModelGraph model, GraphRunner runner) {
    this.model = model;
    this.runner = runner;
  }

  static UnpreparableModelException refused(TensorFlowException e) {
    return new UnpreparableModelException("TensorFlow refuses it: " + e.getMessage(), e);
  }

  /**
   * Runs a batch.
   *
   * @param batch as {@link ModelGraph#batch} makes it
   * @return the probabilities, {@code [N, classes]}, row after row
   * @throws UnpreparableModelException where TensorFlow fails
   */
  public float[] probabilities(HostTensor batch) throws UnpreparableModelException {
    TensorRef output = model.graph().outputs().get(OutputFinder.PROBABILITIES);
    try {
      return runner.run(Map.of(model.input(), batch), List.of(output)).get(0).floats();
    } catch (TensorFlowException e) {
      throw refused(e);
    }
  }

  GraphRunner runner() {
    return runner;
  }

  @Override
  public void close() {
    runner.close();
  }
}
