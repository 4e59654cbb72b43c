package io.github.resnet50.model.intake;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.SafeForm;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.SampleImages;
import java.io.IOException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * The proof that a new model works before it is stored: TensorFlow loads it with its weights, and
 * it gives probabilities of one image.
 *
 * @param engine as the model needs it
 */
record FirstRun(Engine engine) {
  /**
   * Starts the engine and loads the model as it came.
   *
   * @param model which is trusted, or has passed the safety check
   * @throws SavedModelException where weights are missing
   * @throws ModelException where they are damaged, or TensorFlow refuses the graph
   */
  void load(SavedModelFile model) throws ModelException, SavedModelException, IOException {
    SafeForm.requireWeights(model);
    engine.start();
    try {
      GraphRunner.load(model.directory(), GraphRunner.RUN_ONCE).close();
    } catch (TensorFlowException e) {
      throw new ModelException(model.directory() + " does not load: " + SafeForm.explain(e), e);
    }
  }

  /**
   * Classifies one image.
   *
   * @throws ModelException where that fails, or what comes out are no probabilities
   */
  void run(ModelSpec spec) throws ModelException {
    try (LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      float[] scores =
          predictor.run(SampleImages.pixels(spec.preprocessing(), 1), ModelOutput.PROBABILITIES)
              .of(ModelOutput.PROBABILITIES)[0];
      for (float score : scores) {
        if (Float.isNaN(score)) {
          throw new ModelException(
              spec.directory()
                  + " gives NaN of a sample image: its weights or its scaling are off");
        }
        if (!Probabilities.isPossible(score)) {
          throw new ModelException(
              spec.directory()
                  + " gives scores that are no probabilities ("
                  + score
                  + "); if they are logits, put applySoftmax=true into a serving.properties beside"
                  + " saved_model.pb");
        }
      }
    } catch (InferenceException e) {
      throw new ModelException(spec.directory() + " fails on an image: " + e.getMessage(), e);
    }
  }
}
