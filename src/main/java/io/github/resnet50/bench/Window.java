package io.github.resnet50.bench;

import java.util.List;

/**
 * One measurement of one setting.
 *
 * @param imagesPerSecond the sum of the predictors' own rates
 * @param batchNanos what each batch took, of all predictors
 */
public record Window(double imagesPerSecond, List<Long> batchNanos) {
  public Window {
    batchNanos = List.copyOf(batchNanos);
  }
}
