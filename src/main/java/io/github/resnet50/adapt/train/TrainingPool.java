package io.github.resnet50.adapt.train;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

/**
 * Trainings side by side. Each runs on one thread and depends on nothing but its settings and rows,
 * so the results are the same whatever the number of threads. Tasks may have tasks of their own.
 */
public final class TrainingPool implements AutoCloseable {
  private final ForkJoinPool pool;
  private volatile boolean stopping;

  public TrainingPool(int threads) {
    this.pool = new ForkJoinPool(threads);
  }

  /** Makes running trainings end with a {@link CancellationException} after their current epoch. */
  public void stop() {
    stopping = true;
  }

  /**
   * Runs all tasks and returns the results in their order.
   *
   * @throws CancellationException where {@link #stop} was called
   */
  public <T, R> List<R> all(List<T> tasks, Function<T, R> work) {
    return pool.submit(() -> tasks.parallelStream().map(work).toList()).join();
  }

  /** Trains without validation, for all epochs of the settings. */
  public TrainedHead train(TrainingSettings settings, Examples rows) {
    return train(settings, rows, null, false);
  }

  /** See {@link Trainer#train}: the one place that chooses how heads are trained. */
  public TrainedHead train(
      TrainingSettings settings, Examples rows, Examples validation, boolean curves) {
    return new Trainer(settings, () -> stopping).train(rows, validation, curves);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
