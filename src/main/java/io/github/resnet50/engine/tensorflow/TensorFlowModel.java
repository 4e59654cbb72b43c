package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import java.util.List;

/** A loaded model with its labels, whose first batch runs alone where that is needed. */
abstract class TensorFlowModel implements LoadedModel {
  private final ModelSpec spec;
  private final List<Label> labels;
  private final Object first = new Object();
  private volatile boolean ran;

  /** A run of the model on one batch. */
  interface BatchRun<T> {
    T run() throws InferenceException;
  }

  /**
   * @param firstAlone whether the first batch must run alone: 8-bit operations convert their biases
   *     in it, and nothing guards that against concurrent runs
   */
  TensorFlowModel(ModelSpec spec, List<Label> labels, boolean firstAlone) {
    this.spec = spec;
    this.labels = labels;
    this.ran = !firstAlone;
  }

  @Override
  public final ModelSpec spec() {
    return spec;
  }

  @Override
  public final List<Label> labels() {
    return labels;
  }

  /** Runs a batch, if it must be before all others. May be called by several threads at once. */
  final <T> T run(BatchRun<T> batch) throws InferenceException {
    if (!ran) {
      synchronized (first) {
        if (!ran) {
          T result = batch.run();
          ran = true;
          return result;
        }
      }
    }
    return batch.run();
  }
}
