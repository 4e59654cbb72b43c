package io.github.resnet50.run;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.StageClock;
import io.github.resnet50.report.Tally;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Windows in any order in, records in walk order out. Whole windows only. */
final class WriteWorker implements Pipeline.Worker {
  private final Channel<Window> done;
  private final Semaphore windowsInFlight;
  private final SinkFactory sinks;
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
  }

  /**
   * @param maxFailures failed records after which {@code stop} is called; negative: never
   */
  WriteWorker(
      Channel<Window> done,
      Semaphore windowsInFlight,
      SinkFactory sinks,
      StageClock write,
      RunListener listener,
      long maxFailures,
      Runnable stop) {
    this.done = done;
    this.windowsInFlight = windowsInFlight;
    this.sinks = sinks;
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
    if (sink != null) {
      sink.close();
    }
  }

  private void write(Window window) throws IOException, InterruptedException, ModelException {
    cut |= window.isAbandoned();
    if (cut) {
      return; // what follows a gap would be out of order for whoever resumes
    }
    if (sink == null) {
      sink = sinks.open();
    }
    long start = System.nanoTime();
    for (ItemResult result : window.results()) {
      sink.write(result);
      tally.add(result);
      listener.written(result);
    }
    sink.flush();
    write.record(System.nanoTime() - start);
    if (tooManyFailures()) {
      stop.run();
    }
  }

  /** Whether more images failed than are borne; to be read when the worker has ended. */
  boolean tooManyFailures() {
    return maxFailures >= 0 && tally.failed() > maxFailures;
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
