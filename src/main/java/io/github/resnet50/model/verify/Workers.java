package io.github.resnet50.model.verify;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A fixed number of threads for lists of tasks; owned by one thread. */
final class Workers implements AutoCloseable {
  private final ExecutorService threads;

  Workers(int count) {
    this.threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "verify");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The results in the order of the tasks, or the first failure in that order. */
  <T> List<T> all(List<? extends Callable<T>> tasks)
      throws InterruptedException, InferenceException, ModelException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(tasks)) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InferenceException cause) {
          throw cause;
        }
        if (e.getCause() instanceof ModelException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
