package io.github.resnet50.peers;

/**
 * How an engine is run.
 *
 * @param batchSize images a batch
 * @param predictors batches at once
 * @param threads of each
 */
record Setting(int batchSize, int predictors, int threads) {
  @Override
  public String toString() {
    return "batch " + batchSize + ", " + predictors + " x " + threads + " threads";
  }
}
