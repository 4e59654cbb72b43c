package io.github.resnet50.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a signal (SIGINT, SIGTERM) end a run in order: the Java runtime ends the process with 128 +
 * signal when its shutdown hooks have ended, and ours waits for the run to write what it has. A
 * second signal ends the process at once.
 */
final class StopOnSignal {
  private static final long PATIENCE_SECONDS = 9;
  private static final Map<String, Integer> EXIT_CODES = Map.of("INT", 130, "TERM", 143);

  private final Context context;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-on-signal");
  private volatile Runnable stop;

  /** Until {@link #calls}, a signal reports that nothing has been done. */
  StopOnSignal(Context context) {
    this.context = context;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** From now on a signal calls {@code stop}, which must return at once, and waits for the run. */
  void calls(Runnable stopping) {
    stop = stopping;
  }

  private void stopAndWait() {
    Runnable stopping = stop;
    if (stopping == null) {
      context.say("interrupted; nothing is written");
      return;
    }
    EXIT_CODES.forEach(StopOnSignal::haltOn);
    stopping.run();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The runtime itself makes a second signal wait for the first. There is no other way in Java than
   * this class, which not every runtime has; hence by name.
   */
  private static void haltOn(String signal, int exitCode) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  Runtime.getRuntime().halt(exitCode);
                }
                return null;
              });
      signals
          .getMethod("handle", signals, handlers)
          .invoke(null, signals.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException e) {
      // Without it a second signal waits too, for nine seconds at most.
    }
  }

  /** The run has ended and reported: the process may exit. */
  void release() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Already shutting down: the shutdown hook was waiting for this call.
    }
  }
}
