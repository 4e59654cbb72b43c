package io.github.resnet50.run;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.model.Softmax;
import io.github.resnet50.report.ImageScores;
import java.util.ArrayList;
import java.util.List;

/** From a batch to what its records say: runs the model, then scales its scores. For one thread. */
final class BatchScorer implements AutoCloseable {
  private final Predictor predictor;
  private final Output[] outputs;
  private final Double temperature;

  /**
   * @param temperature what logits are divided by before the softmax (Guo et al. 2017); null: not
   *     at all
   */
  BatchScorer(LoadedModel model, Double temperature) {
    this.predictor = model.newPredictor(model.spec().preprocessing());
    this.outputs =
        model.lacks(Output.LOGITS).isEmpty()
            ? new Output[] {Output.PROBABILITIES, Output.LOGITS}
            : new Output[] {Output.PROBABILITIES};
    this.temperature = temperature;
  }

  /**
   * Scores a batch.
   *
   * @param images as in {@link Predictor#run}
   * @return one an image; its logits are null where the model gives none, and else as it gives them
   */
  List<ImageScores> score(List<byte[]> images) throws InferenceException {
    BatchOutputs batch = predictor.run(images, outputs);
    float[][] probabilities = batch.of(Output.PROBABILITIES);
    List<ImageScores> scores = new ArrayList<>(images.size());
    for (int i = 0; i < probabilities.length; i++) {
      scores.add(
          new ImageScores(
              temperature == null
                  ? probabilities[i]
                  : Softmax.cooled(probabilities[i], temperature),
              outputs.length == 1 ? null : batch.of(Output.LOGITS)[i]));
    }
    return scores;
  }

  @Override
  public void close() {
    predictor.close();
  }
}
