package io.github.resnet50.run;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.StageClock;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import io.github.resnet50.report.journal.RecordedWindow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Windows in any order in, records in walk order out. Whole windows only. */
final class WriteWorker implements Pipeline.Worker {
  private final Channel<Window> done;
  private final Semaphore windowsInFlight;
  private final SinkFactory sinks;
  private final Checkpoints checkpoints;
  private final StageClock write;
  private final RunListener listener;
  private final long maxFailures;
  private final Runnable stop;
  private final Map<Long, Window> early = new HashMap<>();
  private final Tally tally = new Tally();
  private PredictionSink sink;
  private boolean cut;

  /**
   * Starts the output; called once, with the first record, so that no output is made of nothing.
   */
  interface SinkFactory {
    PredictionSink open() throws IOException, InterruptedException, ModelException;

    /** Where all records there are come from an earlier run, for the format's end. */
    PredictionSink openToClose() throws IOException;
  }

  /**
   * @param maxFailures failed records after which {@code stop} is called; negative: never
   */
  WriteWorker(
      Channel<Window> done,
      Semaphore windowsInFlight,
      SinkFactory sinks,
      Checkpoints checkpoints,
      StageClock write,
      RunListener listener,
      long maxFailures,
      Runnable stop) {
    this.done = done;
    this.windowsInFlight = windowsInFlight;
    this.sinks = sinks;
    this.checkpoints = checkpoints;
    this.write = write;
    this.listener = listener;
    this.maxFailures = maxFailures;
    this.stop = stop;
  }

  @Override
  public void run() throws InterruptedException, IOException, ModelException {
    long next = 0;
    for (Window window = done.take(); window != null; window = done.take()) {
      early.put(window.sequence(), window);
      for (Window due = early.remove(next); due != null; due = early.remove(++next)) {
        write(due);
        windowsInFlight.release();
      }
    }
    if (sink == null && !cut && tally.earlier() > 0) {
      sink = sinks.openToClose();
    }
    if (sink != null) {
      sink.close();
    }
  }

  private void write(Window window) throws IOException, InterruptedException, ModelException {
    cut |= window.isAbandoned();
    if (cut) {
      return; // what follows a gap would be out of order for whoever resumes
    }
    if (window.isRecorded()) {
      keep(window.checkpoint());
      return;
    }
    if (sink == null) {
      sink = sinks.open();
    }
    long start = System.nanoTime();
    int failed = 0;
    for (ItemResult result : window.results()) {
      sink.write(result);
      failed += result instanceof ItemResult.Failed ? 1 : 0;
    }
    sink.flush();
    checkpoints.written(window.checkpoint(), failed);
    for (ItemResult result : window.results()) {
      tally.add(result);
      listener.written(result);
    }
    write.record(System.nanoTime() - start);
    if (tooManyFailures()) {
      stop.run();
    }
  }

  private void keep(Checkpoint checkpoint) throws IOException {
    checkpoints.keep(checkpoint);
    RecordedWindow recorded = checkpoint.recorded();
    tally.addEarlier(recorded.ok(), recorded.failed());
    listener.kept(recorded.ok(), recorded.failed());
  }

  /**
   * Whether more images failed than are borne; to be read when the worker has ended. Failures of an
   * earlier run do not count: it would never be gone on with.
   */
  boolean tooManyFailures() {
    return maxFailures >= 0 && tally.newlyFailed() > maxFailures;
  }

  /** What was written. */
  Tally tally() {
    return tally;
  }

  /** Whether windows were left out; to be read when the worker has ended. */
  boolean isCut() {
    return cut;
  }
}
