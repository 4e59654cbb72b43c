package io.github.resnet50.run;

import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;

/**
 * What classifying does with an image before the model sees it and with its scores after, beyond
 * the top-k.
 *
 * @param kept what a record keeps of the scores
 * @param temperature what logits are divided by before the softmax (Guo et al. 2017); null: as the
 *     model gives them
 * @param filter what happens to the pixels first
 */
public record Scoring(Kept kept, Double temperature, PixelFilter filter) {
  /** The top-k and nothing else. */
  public static final Scoring TOP_K = new Scoring(Kept.TOP_K, null, (ref, pixels) -> pixels);

  /** What a record keeps of an image's scores. */
  public enum Kept {
    /** The most probable classes alone. */
    TOP_K,
    /** Beside them the probabilities of all classes. */
    PROBABILITIES,
    /** These, and the logits, before the temperature, where the model gives them. */
    LOGITS
  }

  /** Changes images between preprocessing and the model. Called by several threads at once. */
  public interface PixelFilter {
    /**
     * @param ref which image it is
     * @param pixels of the model's size; not changed
     * @return an image of the same size
     */
    RgbImage apply(ImageRef ref, RgbImage pixels);
  }

  public static Scoring keeping(Kept kept) {
    return new Scoring(kept, null, TOP_K.filter);
  }

  /**
   * @param newTemperature null: none
   */
  public Scoring at(Double newTemperature) {
    return new Scoring(kept, newTemperature, filter);
  }

  /** How a model is loaded that gives what is kept. */
  public LoadRequest request() {
    return kept == Kept.LOGITS
        ? LoadRequest.of(ModelOutput.PROBABILITIES, ModelOutput.LOGITS)
        : LoadRequest.of(ModelOutput.PROBABILITIES);
  }

  public Scoring filtered(PixelFilter newFilter) {
    return new Scoring(kept, temperature, newFilter);
  }
}
