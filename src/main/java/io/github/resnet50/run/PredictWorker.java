package io.github.resnet50.run;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.model.Classifier.BatchPredictor;
import io.github.resnet50.model.Classifier.BatchScores;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.ImageScores;
import io.github.resnet50.report.ItemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Complete windows in, their results out; one predictor a worker. */
final class PredictWorker implements Pipeline.Worker {
  private final Channel<Window> windows;
  private final Channel<Window> done;
  private final Startup startup;
  private final int topK;
  private final KeptScores kept;
  private final BooleanSupplier stopping;
  private final Stopwatches stopwatches;

  PredictWorker(
      Channel<Window> windows,
      Channel<Window> done,
      Startup startup,
      int topK,
      KeptScores kept,
      BooleanSupplier stopping,
      Stopwatches stopwatches) {
    this.windows = windows;
    this.done = done;
    this.startup = startup;
    this.topK = topK;
    this.kept = kept;
    this.stopping = stopping;
    this.stopwatches = stopwatches;
  }

  @Override
  public void run() throws InterruptedException, InferenceException, ModelException {
    var classifier = startup.classifier();
    if (classifier == null) { // the run is stopping
      for (Window window = windows.take(); window != null; window = windows.take()) {
        window.abandon();
        done.put(window);
      }
      return;
    }
    TopK top = new TopK(topK, classifier.labels());
    try (BatchPredictor predictor = classifier.newPredictor()) {
      for (Window window = windows.take(); window != null; window = windows.take()) {
        if (stopping.getAsBoolean()) {
          window.abandon();
        }
        if (!window.isAbandoned()) {
          window.results(results(window, predictor, top));
        }
        done.put(window);
      }
    }
  }

  private List<ItemResult> results(Window window, BatchPredictor predictor, TopK top)
      throws InferenceException {
    List<byte[]> images =
        window.slots().stream()
            .filter(slot -> slot.pixels() != null)
            .map(slot -> slot.pixels().rgb())
            .toList();
    BatchScores scores = new BatchScores(new float[0][], null);
    if (!images.isEmpty()) {
      long start = System.nanoTime();
      scores = predictor.scores(images);
      stopwatches.batchDone(images.size(), start, System.nanoTime());
    }
    List<ItemResult> results = new ArrayList<>(window.size());
    int row = 0;
    for (Window.Slot slot : window.slots()) {
      results.add(
          slot.pixels() == null
              ? new ItemResult.Failed(slot.ref().index(), slot.ref().name(), slot.failure())
              : result(slot, row(scores, row++), top));
      slot.release();
    }
    return results;
  }

  private static ImageScores row(BatchScores scores, int row) {
    float[][] logits = scores.logits();
    return new ImageScores(scores.probabilities()[row], logits == null ? null : logits[row]);
  }

  private ItemResult result(Window.Slot slot, ImageScores scores, TopK top) {
    long index = slot.ref().index();
    String name = slot.ref().name();
    for (float probability : scores.probabilities()) {
      if (!Float.isFinite(probability)) {
        String message = "the model gave " + probability + " for it";
        return new ItemResult.Failed(
            index, name, new ImageFailure(ImageFailure.Kind.INFERENCE, message));
      }
    }
    return new ItemResult.Predicted(
        index,
        name,
        slot.width(),
        slot.height(),
        top.of(scores.probabilities()),
        kept == KeptScores.NONE ? null : scores);
  }
}
