package io.github.resnet50.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Named stages running side by side. The first failure of any worker interrupts all others, and
 * {@link #await} reports that first cause, not its consequences.
 *
 * <p>Use: {@link #stage} for each stage from the source to the sink, then {@link #await}, and
 * {@link #close} whatever happens. Thread names are the stage's name and the worker's number.
 */
public final class Pipeline implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();

  /** The work of one worker thread from start to end. */
  public interface Worker {
    void run() throws Exception;
  }

  /**
   * Called once, when the last worker of a stage has ended and no worker of any stage has failed.
   */
  public interface Completion {
    void run() throws Exception;
  }

  /**
   * Starts {@code workers} threads that each run {@code worker}; {@code completion} is called when
   * all have ended.
   */
  public synchronized void stage(String name, int workers, Worker worker, Completion completion) {
    AtomicInteger running = new AtomicInteger(workers);
    for (int i = 1; i <= workers; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  worker.run();
                  if (running.decrementAndGet() == 0) {
                    completion.run();
                  }
                } catch (Throwable t) {
                  fail(t);
                }
              },
              workers == 1 ? name : name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
      if (firstFailure.get() != null) {
        thread.interrupt();
      }
    }
  }

  /** Ends all workers because of {@code cause}; only the first call has an effect. */
  public synchronized void fail(Throwable cause) {
    if (firstFailure.compareAndSet(null, cause)) {
      threads.forEach(Thread::interrupt);
    }
  }

  /**
   * Waits for every worker to end.
   *
   * @throws PipelineException if any worker failed; its cause is the first failure
   * @throws InterruptedException if the calling thread is interrupted; all workers were interrupted
   *     too, and have ended
   */
  public void await() throws InterruptedException, PipelineException {
    List<Thread> started;
    synchronized (this) {
      started = List.copyOf(threads);
    }
    InterruptedException interruption = join(started);
    if (interruption != null) {
      throw interruption;
    }
    Throwable failure = firstFailure.get();
    if (failure != null) {
      throw new PipelineException(failure);
    }
  }

  /**
   * Ends every worker that is still running and waits for it, so that their resources can be
   * closed: a stage may fail to start, for lack of threads, while earlier ones run. After {@link
   * #await} it does nothing.
   */
  @Override
  public void close() {
    List<Thread> started;
    synchronized (this) {
      started = List.copyOf(threads);
    }
    if (started.stream().anyMatch(Thread::isAlive)) {
      fail(new CancellationException("closed"));
    }
    if (join(started) != null) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until no worker runs any more; returns what interrupted the wait, if anything. */
  private InterruptedException join(List<Thread> started) {
    InterruptedException interruption = null;
    for (Thread thread : started) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          // Only when no worker runs any more may the caller close their resources.
          interruption = e;
          fail(e);
        }
      }
    }
    return interruption;
  }
}
