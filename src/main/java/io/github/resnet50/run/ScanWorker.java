package io.github.resnet50.run;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import io.github.resnet50.report.journal.ResumeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * The walk, cut into windows. It runs ahead of the writer by a fixed number of windows and no more:
 * that bounds the run's memory, even where one slow image holds up the order. With the first window
 * that no earlier run has done, it has the engine started.
 */
final class ScanWorker implements Pipeline.Worker {
  private final Iterator<ImageRef> walk;
  private final int batchSize;
  private final Checkpoints checkpoints;
  private final Semaphore windowsInFlight;
  private final Channel<Window.Slot> paths;
  private final Channel<Window> windows;
  private final Channel<Window> done;
  private final Startup startup;
  private final BooleanSupplier stopping;
  private final RunListener listener;
  private long found;
  private boolean exhausted;

  ScanWorker(
      Iterator<ImageRef> walk,
      int batchSize,
      Checkpoints checkpoints,
      Semaphore windowsInFlight,
      Channel<Window.Slot> paths,
      Channel<Window> windows,
      Channel<Window> done,
      Startup startup,
      BooleanSupplier stopping,
      RunListener listener) {
    this.walk = walk;
    this.batchSize = batchSize;
    this.checkpoints = checkpoints;
    this.windowsInFlight = windowsInFlight;
    this.paths = paths;
    this.windows = windows;
    this.done = done;
    this.startup = startup;
    this.stopping = stopping;
    this.listener = listener;
  }

  @Override
  public void run() throws InterruptedException, IOException, ResumeException {
    long sequence = 0;
    boolean started = false;
    while (more()) {
      windowsInFlight.acquire();
      List<ImageRef> refs = new ArrayList<>(batchSize);
      do {
        refs.add(walk.next());
        found++;
      } while (refs.size() < batchSize && more());
      if (refs.size() < batchSize && !exhausted) {
        abandon(sequence);
        break;
      }
      Checkpoint checkpoint = checkpoints.look(sequence++, refs);
      if (checkpoint.recorded() != null) {
        done.put(new Window(checkpoint));
        continue;
      }
      if (!started) {
        startup.start();
        started = true;
      }
      dispatch(refs, checkpoint);
    }
    if (!started) {
      startup.abandon(); // seconds of loading for nothing
    }
    if (exhausted) {
      checkpoints.walkEnded(sequence);
    }
    listener.walkEnded(found);
  }

  private void dispatch(List<ImageRef> refs, Checkpoint checkpoint) throws InterruptedException {
    Window window = new Window(checkpoint);
    for (ImageRef ref : refs) {
      paths.put(window.add(ref));
    }
    if (window.seal()) {
      windows.put(window);
    }
  }

  /** The run is to stop, and the window is not full: it would be another batch. */
  private void abandon(long sequence) throws InterruptedException {
    Window window = new Window(new Checkpoint(sequence, null, null));
    window.abandon();
    done.put(window);
  }

  private boolean more() {
    if (stopping.getAsBoolean()) {
      return false;
    }
    exhausted = !walk.hasNext();
    return !exhausted;
  }

  /** Paths found; to be read when the worker has ended. */
  long found() {
    return found;
  }

  /** Whether the walk came to its end; to be read when the worker has ended. */
  boolean isExhausted() {
    return exhausted;
  }
}
