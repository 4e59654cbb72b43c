package io.github.resnet50.model.explain;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.InferenceException;
import java.util.List;
import java.util.Optional;

/** A classifier that lets one look inside. Thread-safe; each thread takes a predictor. */
public interface ExplainableModel extends Classifier {

  /** Why there are no activations to look at, for people; empty where there are. */
  Optional<String> blindness();

  /**
   * A row of weights over the feature map's channels for each class, where a class's logit is their
   * product with the mean of the map over its places (Zhou et al. 2016), up to a constant; empty
   * for other models. Not to be changed.
   */
  Optional<float[][]> classWeights();

  @Override
  ExplainingPredictor newPredictor(Preprocessing preprocessing);

  @Override
  default ExplainingPredictor newPredictor() {
    return newPredictor(spec().preprocessing());
  }

  /** Runs batches, one at a time; confined to one thread. */
  interface ExplainingPredictor extends Classifier.BatchPredictor {
    /**
     * Classifies a batch and keeps what the last layer with places saw. Only where the model is not
     * blind.
     *
     * @param images as in {@link #predict}
     */
    List<Activations> activations(List<byte[]> images) throws InferenceException;

    /**
     * Gradients of logits with respect to feature maps.
     *
     * @param activations one an image; an image may be there more than once
     * @param classes the class whose logit is differentiated, one each
     * @return one feature map of gradients each
     */
    List<FeatureMap> gradients(List<Activations> activations, int[] classes)
        throws InferenceException;
  }

  /**
   * What a batch's run left of one image.
   *
   * @param probabilities one a class
   * @param map the feature map
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
  record Activations(float[] probabilities, FeatureMap map) {}

  /**
   * Values by place and channel.
   *
   * @param values {@code height × width × channels}, row by row, a place's channels together; never
   *     changed once it is made
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record FeatureMap(int height, int width, int channels, float[] values) {
    public FeatureMap {
      if (values.length != height * width * channels) {
        throw new IllegalArgumentException(
            "%d values for %dx%dx%d".formatted(values.length, height, width, channels));
      }
    }

    /** Height times width. */
    public int places() {
      return height * width;
    }
  }
}
