package io.github.resnet50.basics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps workers busy without pauses, each in a thread of its own, and measures their throughput.
 * Threads and workers are created when a measurement first needs them and reused, so that later
 * measurements do not include their start.
 *
 * <p>The rate is the sum of the workers' own rates: the time that a worker is idle while others end
 * their last batch is not included. Dividing by the time of the last worker would lower the rate of
 * large batches in a way that does not occur in a long run.
 *
 * <p>Called by one thread.
 *
 * @param <E> the exception that work may throw
 */
public final class LoadGenerator<E extends Exception> implements AutoCloseable {
  private static final int LEAST_BATCHES = 2;
  private static final double NANOS_A_SECOND = 1e9;

  private final WorkerFactory<E> opener;
  private final Class<E> failure;
  private final LongSupplier nanoTime;
  private final List<WorkerThread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /** Works batch after batch; opened, used and closed by one thread. */
  public interface BatchWorker<E extends Exception> {
    /** Does one batch. */
    void work(int batchSize) throws E;

    /** Frees the worker's resources. */
    default void close() {}
  }

  /** Makes workers. */
  public interface WorkerFactory<E extends Exception> {
    /**
     * Makes a worker in its own thread.
     *
     * @param number 0 for the first worker, and so on
     */
    BatchWorker<E> open(int number) throws E;
  }

  /**
   * One measurement.
   *
   * @param itemsPerSecond the sum of the workers' own rates
   * @param batchNanos what each batch took, of all workers
   */
  public record Measurement(double itemsPerSecond, List<Long> batchNanos) {
    public Measurement {
      batchNanos = List.copyOf(batchNanos);
    }
  }

  /**
   * @param failure the class of {@code E}
   * @param nanoTime the clock
   */
  public LoadGenerator(WorkerFactory<E> opener, Class<E> failure, LongSupplier nanoTime) {
    this.opener = opener;
    this.failure = failure;
    this.nanoTime = nanoTime;
  }

  /**
   * Keeps some workers busy.
   *
   * @param workers how many, at once
   * @param batchSize items a batch
   * @param seconds every worker runs for at least this time, and for at least two batches
   * @throws E where a worker fails
   */
  public Measurement measure(int workers, int batchSize, double seconds)
      throws E, InterruptedException {
    while (threads.size() < workers) {
      threads.add(new WorkerThread(threads.size()));
    }
    CyclicBarrier start = new CyclicBarrier(workers);
    List<Future<Measurement>> parts = new ArrayList<>();
    for (WorkerThread thread : threads.subList(0, workers)) {
      parts.add(
          thread.executor.submit(
              () -> {
                start.await();
                return thread.work(batchSize, (long) (seconds * NANOS_A_SECOND));
              }));
    }
    double rate = 0;
    List<Long> batchNanos = new ArrayList<>();
    for (Future<Measurement> future : parts) {
      Measurement part = await(future);
      rate += part.itemsPerSecond();
      batchNanos.addAll(part.batchNanos());
    }
    return new Measurement(rate, batchNanos);
  }

  private <T> T await(Future<T> future) throws E, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (failure.isInstance(e.getCause())) {
        throw failure.cast(e.getCause());
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /**
   * Waits until no worker runs any more: afterwards the resources used by workers can be closed.
   */
  @Override
  public void close() {
    stopping = true;
    threads.forEach(WorkerThread::end);
    boolean interrupted = false;
    for (WorkerThread thread : threads) {
      interrupted |= thread.join();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread and its worker. */
  private final class WorkerThread {
    private final ExecutorService executor;
    private final BatchWorker<E> worker;

    WorkerThread(int number) throws E, InterruptedException {
      this.executor =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread made = new Thread(task, "predict-" + number);
                made.setDaemon(true);
                return made;
              });
      Callable<BatchWorker<E>> opening = () -> opener.open(number);
      this.worker = await(executor.submit(opening));
    }

    Measurement work(int batchSize, long leastNanos) throws E {
      List<Long> batchNanos = new ArrayList<>();
      long start = nanoTime.getAsLong();
      long end = start;
      while (!stopping && (end - start < leastNanos || batchNanos.size() < LEAST_BATCHES)) {
        long before = nanoTime.getAsLong();
        worker.work(batchSize);
        end = nanoTime.getAsLong();
        batchNanos.add(end - before);
      }
      double elapsed = Math.max(1, end - start) / NANOS_A_SECOND;
      return new Measurement(batchNanos.size() * (double) batchSize / elapsed, batchNanos);
    }

    void end() {
      // In the worker's own thread, after what it is still doing: a worker is confined to one
      // thread.
      executor.execute(worker::close);
      executor.shutdown();
    }

    /** Waits for the last batch; true if the calling thread was interrupted meanwhile. */
    boolean join() {
      boolean interrupted = false;
      while (true) {
        try {
          if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
            return interrupted;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
  }
}
