package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Scores many changed copies of an image, a full batch at a time. For one thread. */
final class Scorer {
  private final Predictor predictor;
  private final int batchSize;
  private final BooleanSupplier stopping;
  private final Targets targets;

  /** Receives the probabilities of all targets for one copy. */
  interface ScoreReceiver {
    void receive(int copy, float[] probabilities);
  }

  /**
   * @param predictor not closed by this object
   * @param stopping asked before each batch, as there may be thousands of batches
   */
  Scorer(Predictor predictor, int batchSize, BooleanSupplier stopping, Targets targets) {
    this.predictor = predictor;
    this.batchSize = batchSize;
    this.stopping = stopping;
    this.targets = targets;
  }

  /**
   * Scores copies.
   *
   * @param count how many
   * @param copies makes a copy's model-sized pixels; called once for each, in order
   * @param receiver called once for each, in order
   * @throws CancellationException where the run has been asked to stop
   */
  void score(int count, IntFunction<byte[]> copies, ScoreReceiver receiver)
      throws InferenceException {
    for (int first = 0; first < count; first += batchSize) {
      if (stopping.getAsBoolean()) {
        throw new CancellationException("the run is to stop");
      }
      List<byte[]> batch = new ArrayList<>();
      for (int i = first; i < Math.min(count, first + batchSize); i++) {
        batch.add(copies.apply(i));
      }
      float[][] probabilities =
          predictor.run(batch, ModelOutput.PROBABILITIES).of(ModelOutput.PROBABILITIES);
      for (int i = 0; i < probabilities.length; i++) {
        receiver.receive(first + i, targets.withGroups(probabilities[i]));
      }
    }
  }
}
