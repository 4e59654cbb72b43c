package io.github.resnet50.bench;

import java.util.Collection;
import java.util.List;

/**
 * One way to run a model.
 *
 * @param batchSize images a batch
 * @param threads concurrent predictors, each with one engine thread
 */
public record Setting(int batchSize, int threads) {
  public Setting {
    if (batchSize < 1 || threads < 1) {
      throw new IllegalArgumentException("batch size " + batchSize + ", threads " + threads);
    }
  }

  /** Every combination, threads outermost. */
  public static List<Setting> grid(Collection<Integer> batchSizes, Collection<Integer> threads) {
    return threads.stream()
        .flatMap(count -> batchSizes.stream().map(size -> new Setting(size, count)))
        .toList();
  }

  /** As the options that choose it. */
  @Override
  public String toString() {
    return "--batch-size " + batchSize + " --threads " + threads;
  }
}
