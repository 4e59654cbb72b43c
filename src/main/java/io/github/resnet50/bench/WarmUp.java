package io.github.resnet50.bench;

import io.github.resnet50.engine.InferenceException;
import java.util.function.LongSupplier;

/**
 * The rule by which a setting counts as warm: it runs in windows of at least two batches a
 * predictor, until two successive windows' rates differ by less than 5 % or the time is up.
 *
 * @param windowSeconds the least that one window takes
 * @param mostSeconds when the time is up; looked at after each window
 * @param nanoTime the clock
 */
record WarmUp(double windowSeconds, double mostSeconds, LongSupplier nanoTime) {
  private static final double STEADY = 0.05;

  /**
   * How it went.
   *
   * @param windows how many were run
   * @param steady whether the last two agreed
   */
  record Outcome(int windows, boolean steady) {}

  Outcome run(Meter meter, Setting setting) throws InferenceException, InterruptedException {
    long start = nanoTime.getAsLong();
    double before = meter.measure(setting, windowSeconds).imagesPerSecond();
    for (int windows = 1; ; windows++) {
      if ((nanoTime.getAsLong() - start) / 1e9 >= mostSeconds) {
        return new Outcome(windows, false);
      }
      double now = meter.measure(setting, windowSeconds).imagesPerSecond();
      if (Math.abs(now - before) < STEADY * Math.max(now, before)) {
        return new Outcome(windows + 1, true);
      }
      before = now;
    }
  }
}
