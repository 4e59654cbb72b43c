package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.InferenceException;

/**
 * Makes the first batch of a model run alone if it must: 8-bit operations convert their biases in
 * it, and nothing guards that against concurrent runs.
 */
final class FirstAlone {
  private final Object first = new Object();
  private volatile boolean ran;

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
