package io.github.resnet50.model;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.util.List;

/** A loaded model. Thread-safe; each thread that classifies takes a predictor of its own. */
public interface Classifier extends AutoCloseable {

  /** What the model is and how its images are prepared. */
  ModelSpec spec();

  /** One label a class, in the order of the output; never empty. */
  List<Label> labels();

  /** A predictor for the calling thread, to be closed by it. */
  default BatchPredictor newPredictor() {
    return newPredictor(spec().preprocessing());
  }

  /**
   * A predictor that prepares its input otherwise than declared, on the same loaded graph.
   *
   * @param preprocessing of the model's width, height and number of channels
   */
  BatchPredictor newPredictor(Preprocessing preprocessing);

  /**
   * Whether the model takes levels of 0..255 as they are and scales them itself: then {@code
   * scale}, {@code mean} and {@code std} of a preprocessing have no effect.
   */
  default boolean takesLevels() {
    return false;
  }

  @Override
  void close();

  /**
   * What a batch yields, a row an image.
   *
   * @param probabilities {@code [images][classes]}
   * @param logits {@code [images][classes]}, of which the probabilities are the softmax; null where
   *     they are not known
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
  record BatchScores(float[][] probabilities, float[][] logits) {}

  /** Runs batches, one at a time; confined to one thread. */
  interface BatchPredictor extends AutoCloseable {
    /**
     * Classifies a batch.
     *
     * @param images model-sized pixels, each {@code height × width × 3} bytes, red first, 0..255;
     *     not changed and not kept
     * @return {@code [images.size()][classes]} probabilities, in the order of the images
     * @throws InferenceException where the engine fails; the predictor stays usable
     */
    float[][] predict(List<byte[]> images) throws InferenceException;

    /** The same, with the logits where the classifier was loaded to give them. */
    default BatchScores scores(List<byte[]> images) throws InferenceException {
      return new BatchScores(predict(images), null);
    }

    @Override
    void close();
  }
}
