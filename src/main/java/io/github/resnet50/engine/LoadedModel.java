package io.github.resnet50.engine;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/** A loaded model. Thread-safe; each thread that runs batches needs a predictor of its own. */
public interface LoadedModel extends AutoCloseable {

  /** What the model is and how its images are prepared. */
  ModelSpec spec();

  /** One label a class, in the order of the output; never empty. */
  List<Label> labels();

  /**
   * Why the model does not give an output, as a sentence for the user; empty where it gives it.
   * Every model gives {@link ModelOutput#PROBABILITIES}.
   */
  Optional<String> lacks(ModelOutput output);

  /**
   * Whether the model takes 8-bit pixels as they are and scales them itself: then {@code scale},
   * {@code mean} and {@code std} of a preprocessing have no effect.
   */
  boolean takesLevels();

  /**
   * A row of weights over the feature map's channels for each class, where a class's logit is their
   * product with the mean of the map over its places (Zhou et al. 2016), up to a constant; empty
   * for other models. The array is shared and must not be changed.
   */
  Optional<float[][]> classWeights();

  /**
   * A predictor for the calling thread, to be closed by it.
   *
   * @param preprocessing the declared one, or another of the model's width, height and number of
   *     channels; its resizing has been applied before
   */
  Predictor newPredictor(Preprocessing preprocessing);

  /** Frees the model; no predictor may be running. */
  @Override
  void close();

  /**
   * Checks, for predictors, that the model has the outputs.
   *
   * @throws IllegalStateException with the reason
   */
  static void require(LoadedModel model, ModelOutput... outputs) {
    for (ModelOutput output : outputs) {
      Optional<String> lack = model.lacks(output);
      if (lack.isPresent()) {
        throw new IllegalStateException(lack.get());
      }
    }
  }
}
