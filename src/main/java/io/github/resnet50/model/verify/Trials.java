package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.Classifier.BatchPredictor;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs candidates over the same images, each with a predictor of its own, several at a time. */
final class Trials {
  private static final int BATCH = 8;

  /** Rounding may take a probability past 1 by this much; logits go further. */
  private static final float SLACK = 1e-3f;

  private final Classifier classifier;
  private final ImageViews views;
  private final Workers workers;
  private final VerificationListener listener;

  Trials(Classifier classifier, ImageViews views, Workers workers, VerificationListener listener) {
    this.classifier = classifier;
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
    Preprocessing declared = classifier.spec().preprocessing();
    Preprocessing steps = candidate.preprocessing(declared.width(), declared.height());
    List<byte[]> images = views.pixels().get(candidate.resizing());
    List<Outcome> outcomes = new ArrayList<>();
    try (BatchPredictor predictor = classifier.newPredictor(steps)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        List<byte[]> batch = images.subList(from, Math.min(from + BATCH, images.size()));
        for (float[] probabilities : predictor.predict(batch)) {
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
            classifier.spec().directory()
                + " gives scores that are no probabilities ("
                + probability
                + "); if they are logits, set applySoftmax=true in its serving.properties");
      }
    }
    return Outcome.of(probabilities, trueClass);
  }
}
