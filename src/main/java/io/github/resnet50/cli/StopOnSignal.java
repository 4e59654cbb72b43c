package io.github.resnet50.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a signal (SIGINT, SIGTERM) end a run in order: the Java runtime ends the process with 128 +
 * signal when its shutdown hooks have ended, and ours waits for the run to write what it has.
 */
final class StopOnSignal {
  private static final long PATIENCE_SECONDS = 9;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Thread hook;

  /** From now on a signal calls {@code stop}, which must return at once, and waits. */
  void calls(Runnable stop) {
    hook = new Thread(() -> stopAndWait(stop), "stop-on-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stopAndWait(Runnable stop) {
    stop.run();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run has ended and told what there is to tell: the process may go. */
  void release() {
    ended.countDown();
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // Shutting down already: the hook is what waited for us.
      }
    }
  }
}
