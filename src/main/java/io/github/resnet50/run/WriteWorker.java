package io.github.resnet50.run;

import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.StageClock;
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
  private PredictionSink sink;
  private long ok;
  private long failed;
  private boolean cut;

  /**
   * Starts the output; called once, with the first record, so that no output is made of nothing.
   */
  interface SinkFactory {
    PredictionSink open() throws IOException, InterruptedException;
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
  public void run() throws InterruptedException, IOException {
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

  private void write(Window window) throws IOException, InterruptedException {
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
      boolean succeeded = result instanceof ItemResult.Predicted;
      if (succeeded) {
        ok++;
      } else {
        failed++;
      }
      listener.written(succeeded);
    }
    sink.flush();
    write.record(System.nanoTime() - start);
    if (tooManyFailures()) {
      stop.run();
    }
  }

  /** Whether more images failed than are borne; to be read when the worker has ended. */
  boolean tooManyFailures() {
    return maxFailures >= 0 && failed > maxFailures;
  }

  /** Records with predictions; to be read when the worker has ended. */
  long ok() {
    return ok;
  }

  /** Records with a failure; to be read when the worker has ended. */
  long failed() {
    return failed;
  }

  /** Whether windows were left out; to be read when the worker has ended. */
  boolean isCut() {
    return cut;
  }
}
