package io.github.resnet50.adapt.train;

import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.Head;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trainings side by side. Each runs on one thread and depends on nothing but its settings and rows,
 * so the results are the same whatever the number of threads. Tasks may have tasks of their own.
 */
public final class TrainingPool implements AutoCloseable {
  /** What the loss of a solution may be above the least without being told, in nat. */
  private static final double MOST_EXCESS = 1e-6;

  private final ForkJoinPool pool;
  private final AtomicInteger fits = new AtomicInteger();
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean stopping;

  public TrainingPool(int threads) {
    this.pool = new ForkJoinPool(threads);
  }

  /**
   * Rows to learn from and rows to be judged by.
   *
   * @param validation one row an image
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record RowSplit(int[] train, int[] validation) {}

  /** A cost, and how well the unseen rows of all splits were classified with it. */
  public record CostTrial(double cost, LossAndAccuracy validation) {}

  /** Takes a solution of logistic regression. */
  void count(LogisticRegression.Fit fit) {
    fits.incrementAndGet();
    if (!(fit.excess() <= MOST_EXCESS)) {
      unfinished.incrementAndGet();
    }
  }

  /** One sentence on solutions of logistic regression that are none, where there are any. */
  public Optional<String> unfinished() {
    return unfinished.get() == 0
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "%d of %d fits of logistic regression ended before the loss was within %.0e of the"
                    + " least: heads may be a little worse than they could be",
                unfinished.get(), fits.get(), MOST_EXCESS));
  }

  boolean isStopping() {
    return stopping;
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
    return pool.submit(() -> tasks.parallelStream().map(task -> run(task, work)).toList()).join();
  }

  private <T, R> R run(T task, Function<T, R> work) {
    if (stopping) {
      throw new CancellationException();
    }
    return work.apply(task);
  }

  /** Trains without validation, with AdamW for all epochs of the settings. */
  public Head train(TrainingSettings settings, Examples rows) {
    if (!settings.isConvex()) {
      return train(settings, rows, null, false).head();
    }
    int[] all = IntStream.range(0, rows.size()).toArray();
    LogisticRegression whole =
        new LogisticRegression(
            SampleSpan.of(rows), rows, all, settings.balanced(), this::isStopping);
    LogisticRegression.Fit fit =
        whole.fit(settings.logistic().cost(), null, LogisticRegression.FINE);
    count(fit);
    return whole.head(fit);
  }

  /** A head that names the class whose mean is the nearest, see {@link NearestMeans}. */
  public Head nearestMeans(Examples rows) {
    return NearestMeans.head(rows);
  }

  /**
   * Tries costs of logistic regression, see {@link CostPath}.
   *
   * @param costs in rising order
   */
  public List<CostTrial> costs(
      Examples rows, List<RowSplit> splits, boolean balanced, double[] costs) {
    return new CostPath(rows, splits, balanced, this).trials(costs);
  }

  /** See {@link Trainer#train}. */
  public TrainedHead train(
      TrainingSettings settings, Examples rows, Examples validation, boolean curves) {
    return new Trainer(settings, () -> stopping).train(rows, validation, curves);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
