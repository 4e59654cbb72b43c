package io.github.resnet50.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured, every choice made.
 *
 * @param batchSizes images a batch, each tried with every number of threads
 * @param threads numbers of concurrent predictors
 * @param repeats measurements a setting
 * @param seconds the least that one measurement takes
 * @param warmUpSeconds after so long a setting counts as warm whatever its rates
 */
public record BenchConfig(
    List<Integer> batchSizes,
    List<Integer> threads,
    int repeats,
    double seconds,
    double warmUpSeconds) {
  public BenchConfig {
    batchSizes = List.copyOf(batchSizes);
    threads = List.copyOf(threads);
  }

  /** Every combination, threads outermost. */
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (int count : threads) {
      for (int size : batchSizes) {
        settings.add(new Setting(size, count));
      }
    }
    return settings;
  }
}
