package io.github.resnet50.run;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.util.Locale;

/**
 * How many windows may be under way at once, so that their pixels fit into the Java heap beside
 * what decoding takes.
 *
 * @param windowBytes the pixels of a full window
 * @param least windows without which the predictors would stand idle: one in each, and one to fill
 * @param wanted windows that keep every stage busy
 * @param heapBytes what the heap may grow to
 */
public record WindowBudget(long windowBytes, int least, int wanted, long heapBytes) {
  /** Windows being decoded, waiting, and waiting for an earlier one, for each in a predictor. */
  private static final int WINDOWS_A_PREDICTOR = 3;

  /** The share of the heap that windows get, and what they may take at worst. */
  private static final int SHARE = 4;

  private static final int LARGEST_SHARE = 2;
  private static final double MIB = 1 << 20;

  public static WindowBudget of(ClassifyConfig config, Preprocessing preprocessing) {
    return of(config, preprocessing, Runtime.getRuntime().maxMemory());
  }

  static WindowBudget of(ClassifyConfig config, Preprocessing preprocessing, long heapBytes) {
    long imageBytes = 3L * preprocessing.width() * preprocessing.height();
    int predictors = config.predictors();
    return new WindowBudget(
        config.batchSize() * imageBytes,
        predictors + 1,
        WINDOWS_A_PREDICTOR * predictors + 2,
        heapBytes);
  }

  /** Windows under way at once. */
  public int windows() {
    return (int) Math.max(least, Math.min(wanted, heapBytes / SHARE / windowBytes));
  }

  /** Whether even the least fits. */
  public boolean fits() {
    return least * windowBytes <= heapBytes / LARGEST_SHARE;
  }

  /** The numbers, for people. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d batches of %.1f MiB and images being decoded of up to %.0f MiB together, in a heap of"
            + " %.0f MiB",
        windows(),
        windowBytes / MIB,
        DecodeMemory.capacityBytes(heapBytes) / MIB,
        heapBytes / MIB);
  }
}
