package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.InferenceException;

/**
 * Lets the first batch of a model run alone where it must: 8-bit operations convert their biases in
 * it, and nothing guards that against others that do the same.
 */
final class FirstAlone {
  private final Object first = new Object();
  private volatile boolean ran;

  /** One batch. */
  interface Batch<T> {
    T run() throws InferenceException;
  }

  /**
   * @param needed whether the first batch must run alone
   */
  FirstAlone(boolean needed) {
    this.ran = !needed;
  }

  <T> T run(Batch<T> batch) throws InferenceException {
    if (!ran) {
      synchronized (first) {
        if (!ran) {
          T result = batch.run();
          ran = true;
          return result;
        }
      }
    }
    return batch.run();
  }
}
