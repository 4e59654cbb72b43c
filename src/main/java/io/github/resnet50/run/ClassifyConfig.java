package io.github.resnet50.run;

import io.github.resnet50.image.walk.ScanOptions;

/**
 * What a run does, every choice made.
 *
 * @param scan which images
 * @param batchSize paths a window, at least 1
 * @param topK predictions an image, at least 1
 * @param maxFailures failed records that are borne; with one more the run stops; or {@link
 *     #ANY_FAILURES}
 * @param maxPixels larger images are refused before they are decoded
 * @param imageSeconds what reading or decoding one image may take
 * @param decoders decode workers
 * @param predictors concurrent predictors, each with one engine thread
 */
public record ClassifyConfig(
    ScanOptions scan,
    int batchSize,
    int topK,
    long maxFailures,
    long maxPixels,
    double imageSeconds,
    int decoders,
    int predictors) {

  /** For {@code maxFailures}: the run goes on whatever fails. */
  public static final long ANY_FAILURES = -1;

  /** The same with another division of the work. */
  public ClassifyConfig with(int newBatchSize, int newPredictors) {
    return new ClassifyConfig(
        scan, newBatchSize, topK, maxFailures, maxPixels, imageSeconds, decoders, newPredictors);
  }
}
