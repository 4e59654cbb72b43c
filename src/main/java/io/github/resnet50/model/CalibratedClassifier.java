package io.github.resnet50.model;

import io.github.resnet50.image.preprocess.Preprocessing;
import java.util.Arrays;
import java.util.List;

/** A classifier whose logits are divided by a temperature before the softmax (Guo et al. 2017). */
public final class CalibratedClassifier extends ForwardingClassifier {
  private final double temperature;

  /**
   * @param classifier closed with this one
   */
  public CalibratedClassifier(Classifier classifier, double temperature) {
    super(classifier);
    this.temperature = temperature;
  }

  @Override
  public BatchPredictor newPredictor(Preprocessing preprocessing) {
    return new CalibratedPredictor(super.newPredictor(preprocessing));
  }

  private final class CalibratedPredictor implements BatchPredictor {
    private final BatchPredictor predictor;

    CalibratedPredictor(BatchPredictor predictor) {
      this.predictor = predictor;
    }

    @Override
    public float[][] predict(List<byte[]> images) throws InferenceException {
      return cooled(predictor.predict(images));
    }

    /** The logits stay as the model gives them. */
    @Override
    public BatchScores scores(List<byte[]> images) throws InferenceException {
      BatchScores scores = predictor.scores(images);
      return new BatchScores(cooled(scores.probabilities()), scores.logits());
    }

    private float[][] cooled(float[][] rows) {
      return Arrays.stream(rows)
          .map(row -> Softmax.cooled(row, temperature))
          .toArray(float[][]::new);
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}
