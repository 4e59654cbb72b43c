package io.github.resnet50.run;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one thread's work on images in another thread, which is left behind where the work does not
 * end in time: a decoder caught in a loop, or a file on a server that does not answer, costs one
 * record and not the run. For one thread.
 */
public final class TimeLimit implements AutoCloseable {
  private final double seconds;
  private final AtomicInteger leftBehind;
  private ExecutorService helper;

  /** Some work on an image. */
  public interface ImageTask<T> {
    T run() throws ImageException;
  }

  /**
   * @param seconds what one piece of work may take
   * @param leftBehind counts the threads that are still at work when nobody waits for them any more
   */
  public TimeLimit(double seconds, AtomicInteger leftBehind) {
    this.seconds = seconds;
    this.leftBehind = leftBehind;
  }

  /** What one piece of work may take. */
  double seconds() {
    return seconds;
  }

  /**
   * The work's result.
   *
   * @throws ImageException the work's own, or that the time is up
   */
  public <T> T call(ImageTask<T> work) throws ImageException, InterruptedException {
    return await(work, () -> {});
  }

  /**
   * As {@link #call(ImageTask)}.
   *
   * @param memory given back when the work has ended, be it after it was left behind
   */
  <T> T call(ImageTask<T> work, DecodeMemory.Lease memory)
      throws ImageException, InterruptedException {
    ImageTask<T> task =
        () -> {
          try {
            return work.run();
          } finally {
            memory.end();
          }
        };
    return await(task, memory::leave);
  }

  private <T> T await(ImageTask<T> work, Runnable leaving)
      throws ImageException, InterruptedException {
    if (helper == null) {
      String name = Thread.currentThread().getName() + "-work";
      helper = Executors.newSingleThreadExecutor(task -> daemon(task, name));
    }
    Future<T> future = helper.submit(work::run);
    try {
      return future.get((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ImageException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw (RuntimeException) e.getCause();
    } catch (TimeoutException e) {
      leaving.run();
      leave();
      throw new ImageException(
          Kind.TIMEOUT,
          "not read and decoded within " + Decimals.measured(seconds) + " s (--image-timeout)",
          e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void leave() {
    leftBehind.incrementAndGet();
    ExecutorService left = helper;
    helper = null;
    left.execute(leftBehind::decrementAndGet); // should it come to an end after all
    left.shutdown();
  }

  /** Waits for work that was interrupted, as long as work may take. */
  @Override
  public void close() {
    if (helper == null) {
      return;
    }
    helper.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      if (!helper.awaitTermination((long) (seconds * 1e9), TimeUnit.NANOSECONDS)) {
        leftBehind.incrementAndGet();
      }
    } catch (InterruptedException e) {
      leftBehind.incrementAndGet();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
