package io.github.resnet50.run;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.ImageScores;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.run.OneByOne.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Complete windows in, their results out; one predictor a worker. */
final class PredictWorker implements Pipeline.Worker {
  private final Channel<Window> windows;
  private final Channel<Window> done;
  private final Startup startup;
  private final int topK;
  private final Extras extras;
  private final BooleanSupplier stopping;
  private final Stopwatches stopwatches;

  PredictWorker(
      Channel<Window> windows,
      Channel<Window> done,
      Startup startup,
      int topK,
      Extras extras,
      BooleanSupplier stopping,
      Stopwatches stopwatches) {
    this.windows = windows;
    this.done = done;
    this.startup = startup;
    this.topK = topK;
    this.extras = extras;
    this.stopping = stopping;
    this.stopwatches = stopwatches;
  }

  @Override
  public void run() throws InterruptedException, InferenceException, ModelException {
    LoadedModel model = startup.model();
    if (model == null) { // the run is stopping
      for (Window window = windows.take(); window != null; window = windows.take()) {
        window.abandon();
        done.put(window);
      }
      return;
    }
    TopK top = new TopK(topK, model.labels());
    try (BatchScorer scorer = new BatchScorer(model, extras.temperature())) {
      for (Window window = windows.take(); window != null; window = windows.take()) {
        if (stopping.getAsBoolean()) {
          window.abandon();
        }
        if (!window.isAbandoned()) {
          window.results(results(window, scorer, top));
        }
        done.put(window);
      }
    }
  }

  private List<ItemResult> results(Window window, BatchScorer scorer, TopK top)
      throws InferenceException {
    List<byte[]> images =
        window.slots().stream()
            .filter(slot -> slot.pixels() != null)
            .map(slot -> slot.pixels().rgb())
            .toList();
    List<Attempt> attempts = List.of();
    if (!images.isEmpty()) {
      long start = System.nanoTime();
      attempts = attempt(images, scorer);
      stopwatches.batchDone(images.size(), start, System.nanoTime());
    }
    List<ItemResult> results = new ArrayList<>(window.size());
    int row = 0;
    for (Window.Slot slot : window.slots()) {
      results.add(
          slot.pixels() == null
              ? new ItemResult.Failed(slot.ref().index(), slot.ref().name(), slot.failure())
              : result(slot, attempts.get(row++), top));
      slot.release();
    }
    return results;
  }

  private static List<Attempt> attempt(List<byte[]> images, BatchScorer scorer)
      throws InferenceException {
    try {
      return scorer.score(images).stream().map(scores -> new Attempt(scores, null)).toList();
    } catch (InferenceException e) {
      return new OneByOne(scorer).attempt(images, e);
    } catch (OutOfMemoryError e) {
      String message = "the Java heap is too small for it; see JAVA_OPTS and --batch-size";
      return new OneByOne(scorer).attempt(images, new InferenceException(message, e));
    }
  }

  private ItemResult result(Window.Slot slot, Attempt attempt, TopK top) {
    ImageScores scores = attempt.scores();
    if (scores == null) {
      return failed(slot, "the engine fails on it: " + attempt.failure());
    }
    for (float probability : scores.probabilities()) {
      if (!Float.isFinite(probability)) {
        return failed(slot, "the model gave " + probability + " for it");
      }
    }
    return new ItemResult.Predicted(
        slot.ref().index(),
        slot.ref().name(),
        slot.width(),
        slot.height(),
        top.of(scores.probabilities()),
        extras.scores() == KeptScores.NONE ? null : scores);
  }

  private static ItemResult failed(Window.Slot slot, String message) {
    return new ItemResult.Failed(
        slot.ref().index(),
        slot.ref().name(),
        new ImageFailure(ImageFailure.Kind.INFERENCE, message));
  }
}
