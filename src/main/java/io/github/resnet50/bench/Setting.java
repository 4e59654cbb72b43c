package io.github.resnet50.bench;

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

  /** As the options that choose it. */
  @Override
  public String toString() {
    return "--batch-size " + batchSize + " --threads " + threads;
  }
}
