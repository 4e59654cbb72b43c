package io.github.resnet50.adapt.train;

import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.model.Head;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;

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

  /**
   * Rows to learn from and rows to be judged by.
   *
   * @param validation one row an image
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record RowSplit(int[] train, int[] validation) {}

  /** A cost, and how well the unseen rows of all splits were classified with it. */
  public record CostTrial(double cost, LossAndAccuracy validation) {}

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
    return pool.submit(() -> tasks.parallelStream().map(work).toList()).join();
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
    return whole.head(whole.fit(settings.logistic().cost(), null, LogisticRegression.FINE));
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
