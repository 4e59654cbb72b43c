package io.github.resnet50.bench;

import io.github.resnet50.engine.InferenceException;

/** Measures. */
interface Meter {
  /**
   * Runs a setting.
   *
   * @param seconds every predictor goes on for so long, and for two batches at least
   */
  Window measure(Setting setting, double seconds) throws InferenceException, InterruptedException;
}
