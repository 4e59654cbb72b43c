package io.github.resnet50.run;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * The walk, cut into windows. It runs ahead of the writer by a fixed number of windows and no more:
 * that bounds the run's memory, even where one slow image holds up the order. With the first path
 * it finds, it has the engine started.
 */
final class ScanWorker implements Pipeline.Worker {
  private final Iterator<ImageRef> walk;
  private final int batchSize;
  private final Semaphore windowsInFlight;
  private final Channel<Window.Slot> paths;
  private final Channel<Window> windows;
  private final Startup startup;
  private final BooleanSupplier stopping;
  private final RunListener listener;
  private long found;
  private boolean exhausted;

  ScanWorker(
      Iterator<ImageRef> walk,
      int batchSize,
      Semaphore windowsInFlight,
      Channel<Window.Slot> paths,
      Channel<Window> windows,
      Startup startup,
      BooleanSupplier stopping,
      RunListener listener) {
    this.walk = walk;
    this.batchSize = batchSize;
    this.windowsInFlight = windowsInFlight;
    this.paths = paths;
    this.windows = windows;
    this.startup = startup;
    this.stopping = stopping;
    this.listener = listener;
  }

  @Override
  public void run() throws InterruptedException {
    if (more()) {
      startup.start();
    } else {
      startup.abandon(); // seconds of loading for nothing
    }
    long sequence = 0;
    while (more()) {
      windowsInFlight.acquire();
      Window window = new Window(sequence++);
      do {
        Window.Slot slot = window.add(walk.next());
        found++;
        paths.put(slot);
      } while (window.size() < batchSize && more());
      if (window.size() < batchSize && !exhausted) {
        window.abandon();
      }
      if (window.seal()) {
        windows.put(window);
      }
    }
    listener.walkEnded(found);
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
