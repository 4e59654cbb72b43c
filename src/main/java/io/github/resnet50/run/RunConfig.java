package io.github.resnet50.run;

import io.github.resnet50.image.walk.ScanOptions;

/**
 * What a run does, every choice made.
 *
 * @param scan which images
 * @param batchSize images a batch, at least 1
 * @param topK predictions an image, at least 1
 */
public record RunConfig(ScanOptions scan, int batchSize, int topK, Limits limits, Workers workers) {

  /**
   * What an image, and the run, may cost.
   *
   * @param maxPixels larger images are refused before they are decoded
   * @param imageSeconds what reading or decoding one image may take
   * @param maxFailures failed records that are borne; with one more the run stops; or {@link
   *     #ANY_FAILURES}
   */
  public record Limits(long maxPixels, double imageSeconds, long maxFailures) {
    /** For {@code maxFailures}: the run goes on whatever fails. */
    public static final long ANY_FAILURES = -1;

    /** Limits of a run that goes on whatever fails. */
    public Limits(long maxPixels, double imageSeconds) {
      this(maxPixels, imageSeconds, ANY_FAILURES);
    }
  }

  /**
   * The threads that work side by side.
   *
   * @param decoders threads that read, decode and preprocess
   * @param predictors threads that use the model, each with one engine thread
   */
  public record Workers(int decoders, int predictors) {}

  /** The same, with another limit of failures. */
  public RunConfig withMaxFailures(long most) {
    Limits newLimits = new Limits(limits.maxPixels(), limits.imageSeconds(), most);
    return new RunConfig(scan, batchSize, topK, newLimits, workers);
  }

  /** The same over other images. */
  public RunConfig over(ScanOptions images) {
    return new RunConfig(images, batchSize, topK, limits, workers);
  }

  /** The same with another division of the work. */
  public RunConfig with(int newBatchSize, int newPredictors) {
    return new RunConfig(
        scan, newBatchSize, topK, limits, new Workers(workers.decoders(), newPredictors));
  }
}
