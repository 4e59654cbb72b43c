package io.github.resnet50.run;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.util.Locale;

/**
 * How many batches may be under way at once, so that their pixels fit into the Java heap beside
 * what decoding takes.
 *
 * @param batchBytes the pixels of a full batch
 * @param least batches without which the predictors would stand idle: one in each, and one to fill
 * @param wanted batches that keep every stage busy
 * @param heapBytes what the heap may grow to
 */
public record BatchBudget(long batchBytes, int least, int wanted, long heapBytes) {
  /** Batches being decoded, waiting, and waiting for an earlier one, for each in a predictor. */
  private static final int BATCHES_A_PREDICTOR = 3;

  /** The share of the heap that batches get, and what they may take at worst. */
  private static final int SHARE = 4;

  private static final int LARGEST_SHARE = 2;
  private static final double MIB = 1 << 20;

  public static BatchBudget of(RunConfig config, Preprocessing preprocessing) {
    return of(config, preprocessing, Runtime.getRuntime().maxMemory());
  }

  static BatchBudget of(RunConfig config, Preprocessing preprocessing, long heapBytes) {
    long imageBytes =
        3L * preprocessing.width() * preprocessing.height() * preprocessing.views().crops();
    int predictors = config.workers().predictors();
    return new BatchBudget(
        config.batchSize() * imageBytes,
        predictors + 1,
        BATCHES_A_PREDICTOR * predictors + 2,
        heapBytes);
  }

  /** Batches under way at once. */
  public int batches() {
    return (int) Math.max(least, Math.min(wanted, heapBytes / SHARE / batchBytes));
  }

  /** Whether even the least fits. */
  public boolean fits() {
    return least * batchBytes <= heapBytes / LARGEST_SHARE;
  }

  /** The numbers as one line of text. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d batches of %.1f MiB and images being decoded of up to %.0f MiB together, in a heap of"
            + " %.0f MiB",
        batches(),
        batchBytes / MIB,
        DecodeMemory.capacityBytes(heapBytes) / MIB,
        heapBytes / MIB);
  }
}
