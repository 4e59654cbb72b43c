package io.github.resnet50.adapt;

import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Kin;
import io.github.resnet50.adapt.train.Epoch;
import io.github.resnet50.adapt.train.Examples;
import io.github.resnet50.adapt.train.Fit;
import io.github.resnet50.adapt.train.Trained;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.Trainings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses learning rate, weight decay and the number of epochs by the lowest validation loss: first
 * the rate, then the decay at that rate. Where images are scarce, three-fold cross-validation
 * judges, else a validation part of a fifth. A step that would take all of a weight away is not
 * tried.
 */
final class SettingsSearch {
  private static final List<Double> RATES = List.of(1e-4, 3e-4, 1e-3, 3e-3);
  private static final List<Double> DECAYS = List.of(0.0, 1.0, 10.0);
  private static final double FIRST_DECAY = 1;
  private static final int FOLDS = 3;
  private static final int SPARE = 5;

  private final Samples samples;
  private final Kin kin;
  private final AdaptConfig config;
  private final Trainings trainings;

  SettingsSearch(Samples samples, Kin kin, AdaptConfig config, Trainings trainings) {
    this.samples = samples;
    this.kin = kin;
    this.config = config;
    this.trainings = trainings;
  }

  /** Settings on trial, and what came of them on each validation part. */
  private record Tried(TrainingSettings settings, List<Trained> trained, Trial trial) {
    double loss() {
      return trial.validation().loss();
    }
  }

  /**
   * @param images to choose on
   * @param crossValidated whether three folds judge, else one part
   * @param curves whether to tell how the training images are scored after each epoch
   */
  Choice choose(int[] images, boolean crossValidated, boolean curves) {
    List<Part> parts =
        crossValidated
            ? Part.all(samples, kin, images, FOLDS, config.seed() + 1)
            : List.of(Part.one(samples, kin, images, SPARE, config.seed() + 1));
    double decay = config.weightDecay() == null ? FIRST_DECAY : config.weightDecay();
    List<Double> rates = config.learningRate() == null ? RATES : List.of(config.learningRate());
    List<Tried> tried =
        new ArrayList<>(
            trainings.all(
                rates, rate -> attempt(parts, config.settings().withRate(rate).withDecay(decay))));
    if (config.weightDecay() == null) {
      TrainingSettings best = best(tried).settings();
      Stream<Double> others =
          DECAYS.stream().filter(d -> d != decay && best.learningRate() * d < 1);
      tried.addAll(trainings.all(others.toList(), d -> attempt(parts, best.withDecay(d))));
    }
    Tried best = best(tried);
    List<Epoch> curve =
        curves ? train(parts.get(0), best.settings(), true).curve() : best.trained().get(0).curve();
    return new Choice(
        best.settings().withEpochs(best.trial().epochs()),
        parts.size(),
        tried.stream().map(Tried::trial).toList(),
        curve);
  }

  private static Tried best(List<Tried> tried) {
    return tried.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
  }

  private Tried attempt(List<Part> parts, TrainingSettings settings) {
    List<Trained> trained = trainings.all(parts, part -> train(part, settings, false));
    double loss = 0;
    double accuracy = 0;
    double epochs = 0;
    int images = 0;
    for (int i = 0; i < parts.size(); i++) {
      int count = parts.get(i).test().length;
      loss += count * trained.get(i).validation().loss();
      accuracy += count * trained.get(i).validation().accuracy();
      epochs += (double) trained.get(i).epoch() / parts.size();
      images += count;
    }
    return new Tried(
        settings,
        trained,
        new Trial(
            settings.learningRate(),
            settings.weightDecay(),
            new Fit(loss / images, accuracy / images),
            (int) Math.max(1, Math.round(epochs))));
  }

  private Trained train(Part part, TrainingSettings settings, boolean curves) {
    Examples rows = samples.withVariants(part.train());
    return trainings.train(settings, rows, samples.originals(part.test()), curves);
  }
}
