package io.github.resnet50.model.features;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.InferenceException;
import java.util.List;

/** A classifier that also gives what its last dense layer sees. Thread-safe. */
public interface FeatureModel extends Classifier {

  /** How many features an image has; 2048 for ResNet50. */
  int featureCount();

  @Override
  FeaturePredictor newPredictor(Preprocessing preprocessing);

  @Override
  default FeaturePredictor newPredictor() {
    return newPredictor(spec().preprocessing());
  }

  /** Runs batches, one at a time; confined to one thread. */
  interface FeaturePredictor extends BatchPredictor {
    /**
     * The features of a batch.
     *
     * @param images as in {@link #predict}
     * @return {@code [images.size()][featureCount]}
     */
    float[][] features(List<byte[]> images) throws InferenceException;
  }
}
