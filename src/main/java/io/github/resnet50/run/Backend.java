package io.github.resnet50.run;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.explain.BlindModel;
import io.github.resnet50.model.explain.ExplainableModel;
import io.github.resnet50.model.features.FeatureModel;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run takes from the engine. Loading is slow, so a run calls {@link #startEngine} and {@link
 * #load} beside scanning and reading.
 */
public interface Backend {
  /** Brings the engine up; everything below may be called only afterwards. */
  EngineInfo startEngine() throws ModelException;

  /** Loads a model; called once a run. */
  Classifier load(ModelSpec spec) throws ModelException;

  /**
   * Loads a model that one can look into, as far as it can be.
   *
   * @param layer whose activations are its feature map; null for the last that has places
   * @throws ModelException also where it has no such layer
   */
  default ExplainableModel loadExplainable(ModelSpec spec, String layer) throws ModelException {
    return new BlindModel(load(spec), "this engine gives scores only");
  }

  /**
   * Loads a model with its weights in random order, which has learnt nothing.
   *
   * @param layer as above
   * @throws ModelException where this is not possible with the model
   */
  default ExplainableModel loadShuffled(ModelSpec spec, String layer, long seed)
      throws ModelException {
    throw new ModelException("this engine cannot shuffle the weights of " + spec.name());
  }

  /**
   * Loads a model as a maker of features.
   *
   * @throws ModelException where it has none
   */
  default FeatureModel loadFeatures(ModelSpec spec) throws ModelException {
    throw new ModelException("this engine gives no features of " + spec.name());
  }

  /** Like {@link #load}, with logits beside the probabilities where the model gives them. */
  default Classifier loadWithLogits(ModelSpec spec) throws ModelException {
    return load(spec);
  }

  /** A decoder for all of the run's decode workers. */
  ImageDecoder decoder(long maxPixels);

  /**
   * Floating-point operations that a loaded model does for one image; empty where that cannot be
   * told.
   */
  default OptionalLong flopsPerImage(ModelSpec spec) throws ModelException {
    return OptionalLong.empty();
  }

  /**
   * Measures what the machine reaches on large matrix products, for about a second.
   *
   * @param threads how many compute at once
   * @return 10⁹ floating-point operations a second, of all threads; empty where it is not measured
   */
  default OptionalDouble sgemmGflops(int threads) throws InterruptedException {
    return OptionalDouble.empty();
  }
}
