package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.AdamWTrial;
import io.github.resnet50.adapt.AdaptReport.ChosenSettings;
import io.github.resnet50.adapt.AdaptReport.Trial;
import io.github.resnet50.adapt.train.TrainedHead;
import io.github.resnet50.adapt.train.TrainedHead.Epoch;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses AdamW's learning rate, weight decay and the number of epochs by the lowest validation
 * loss: first the rate, then the decay at that rate. Where images are scarce, three-fold
 * cross-validation judges, else a validation part of a fifth. A step that would take all of a
 * weight away is not tried.
 */
record HyperparameterSearch(Dataset dataset, AdaptConfig config, TrainingPool pool)
    implements SettingsSearch {
  private static final List<Double> RATES = List.of(1e-4, 3e-4, 1e-3, 3e-3);
  private static final List<Double> DECAYS = List.of(0.0, 1.0, 10.0);
  private static final double FIRST_DECAY = 1;
  private static final int FOLDS = 3;
  private static final int VALIDATION_FOLDS = 5;

  /** Settings on trial, and the head that each split gave. */
  private record TrialHeads(TrainingSettings settings, List<TrainedHead> heads, Trial trial) {
    double loss() {
      return trial.validation().loss();
    }
  }

  @Override
  public ChosenSettings choose(int[] images, boolean crossValidated, boolean curves) {
    long seed = config.seed() + 1;
    List<TrainTestSplit> splits =
        crossValidated
            ? TrainTestSplit.all(dataset, images, FOLDS, seed)
            : List.of(TrainTestSplit.one(dataset, images, VALIDATION_FOLDS, seed));
    double decay =
        config.fixed().weightDecay() == null ? FIRST_DECAY : config.fixed().weightDecay();
    TrainingSettings first = config.settings().withWeightDecay(decay);
    List<Double> rates =
        config.fixed().learningRate() == null ? RATES : List.of(config.fixed().learningRate());
    List<TrialHeads> tried =
        new ArrayList<>(pool.all(rates, rate -> attempt(splits, first.withLearningRate(rate))));
    if (config.fixed().weightDecay() == null) {
      TrainingSettings best = best(tried).settings();
      Stream<Double> others =
          DECAYS.stream().filter(d -> d != decay && best.optimizer().learningRate() * d < 1);
      tried.addAll(pool.all(others.toList(), d -> attempt(splits, best.withWeightDecay(d))));
    }
    TrialHeads best = best(tried);
    List<Epoch> curve =
        curves ? train(splits.get(0), best.settings(), true).curve() : best.heads().get(0).curve();
    return new ChosenSettings(
        best.settings().withEpochs(best.trial().adamw().epochs()),
        tried.stream().map(TrialHeads::trial).toList(),
        curve);
  }

  private static TrialHeads best(List<TrialHeads> tried) {
    return tried.stream().min(Comparator.comparingDouble(TrialHeads::loss)).orElseThrow();
  }

  private TrialHeads attempt(List<TrainTestSplit> splits, TrainingSettings settings) {
    List<TrainedHead> heads = pool.all(splits, split -> train(split, settings, false));
    double loss = 0;
    double accuracy = 0;
    double epochs = 0;
    int images = 0;
    for (int i = 0; i < splits.size(); i++) {
      int count = splits.get(i).test().length;
      loss += count * heads.get(i).validation().loss();
      accuracy += count * heads.get(i).validation().accuracy();
      epochs += (double) heads.get(i).epoch() / splits.size();
      images += count;
    }
    return new TrialHeads(
        settings,
        heads,
        new Trial(
            null,
            new AdamWTrial(
                settings.optimizer().learningRate(),
                settings.regularization().weightDecay(),
                (int) Math.max(1, Math.round(epochs))),
            new LossAndAccuracy(loss / images, accuracy / images)));
  }

  private TrainedHead train(TrainTestSplit split, TrainingSettings settings, boolean curves) {
    return pool.train(
        settings, dataset.withVariants(split.train()), dataset.originals(split.test()), curves);
  }
}
