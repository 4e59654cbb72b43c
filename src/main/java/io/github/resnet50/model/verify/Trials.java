package io.github.resnet50.model.verify;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs candidates over the same images, each with a predictor of its own, several at a time. */
final class Trials {
  private static final int BATCH = 8;

  /** Rounding may take a probability past 1 by this much; logits go further. */
  private static final float SLACK = 1e-3f;

  private final LoadedModel model;
  private final ImageViews views;
  private final Workers workers;
  private final VerificationListener listener;

  Trials(LoadedModel model, ImageViews views, Workers workers, VerificationListener listener) {
    this.model = model;
    this.views = views;
    this.workers = workers;
    this.listener = listener;
  }

  /** Tells the listener how many candidates it will be in all. */
  void plan(int candidates) {
    listener.planned((long) candidates * views.classes().size());
  }

  List<Trial> run(List<Candidate> candidates)
      throws InferenceException, InterruptedException, ModelException {
    return workers.all(
        candidates.stream().<Callable<Trial>>map(candidate -> () -> run(candidate)).toList());
  }

  private Trial run(Candidate candidate) throws InferenceException, ModelException {
    Preprocessing declared = model.spec().preprocessing();
    Preprocessing steps = candidate.preprocessing(declared.width(), declared.height());
    List<byte[]> images = views.pixels().get(candidate.resizing());
    List<Outcome> outcomes = new ArrayList<>();
    try (Predictor predictor = model.newPredictor(steps)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        List<byte[]> batch = images.subList(from, Math.min(from + BATCH, images.size()));
        BatchOutputs outputs = predictor.run(batch, Output.PROBABILITIES);
        for (float[] probabilities : outputs.of(Output.PROBABILITIES)) {
          outcomes.add(outcome(probabilities, views.classes().get(outcomes.size())));
        }
        listener.predicted(batch.size());
      }
    }
    return new Trial(candidate, outcomes);
  }

  private Outcome outcome(float[] probabilities, int trueClass) throws ModelException {
    for (float probability : probabilities) {
      if (probability < -SLACK || probability > 1 + SLACK) {
        throw new ModelException(
            model.spec().directory()
                + " gives scores that are no probabilities ("
                + probability
                + "); if they are logits, set applySoftmax=true in its serving.properties");
      }
    }
    return Outcome.of(probabilities, trueClass);
  }
}
