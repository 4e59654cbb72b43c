package io.github.resnet50.run;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.util.Locale;

/**
 * How many batches may be under way at once, so that their pixels fit into the Java heap beside
 * what decoding takes.
 *
 * @param batchBytes the pixels of a full batch
 * @param predictors threads that infer; without a batch in each, and one to fill, they would stand
 *     idle
 * @param wanted batches that keep every stage busy, and the decoders while the model is loaded
 * @param heapBytes what the heap may grow to
 */
public record BatchBudget(long batchBytes, int predictors, int wanted, long heapBytes) {
  /** Batches being decoded, waiting, and waiting for an earlier one, for each in a predictor. */
  private static final int BATCHES_A_PREDICTOR = 3;

  /**
   * Images that are decoded while the model is loaded, with what that leaves of the processor; a
   * folder of few hundred is through it by then. Their pixels take at most {@link #AHEAD_BYTES}.
   */
  private static final int IMAGES_AHEAD = 256;

  private static final long AHEAD_BYTES = 40L << 20;

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
    long ahead = Math.min(IMAGES_AHEAD, AHEAD_BYTES / imageBytes) / config.batchSize();
    return new BatchBudget(
        config.batchSize() * imageBytes,
        predictors,
        (int) Math.max(BATCHES_A_PREDICTOR * predictors + 2, ahead),
        heapBytes);
  }

  /** Batches under way at once. */
  public int batches() {
    return (int) Math.max(least(), Math.min(wanted, heapBytes / SHARE / batchBytes));
  }

  private int least() {
    return predictors + 1;
  }

  /** Of these, complete ones that wait for a predictor; the others are in the other stages. */
  int waiting() {
    return Math.max(predictors, batches() - (BATCHES_A_PREDICTOR - 1) * predictors - 2);
  }

  /** Whether even the least fits. */
  public boolean fits() {
    return least() * batchBytes <= heapBytes / LARGEST_SHARE;
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
