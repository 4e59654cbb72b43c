package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptationProcedure.ScoredHead;
import io.github.resnet50.adapt.check.FitVerdict.Baseline;
import io.github.resnet50.adapt.check.PairedGain;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.model.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Simpler ways than a head's, which learn and are judged by the same images as that. */
record Baselines(Dataset dataset, AdaptConfig config, TrainingPool pool) {
  /**
   * To name the most frequent class, then the others.
   *
   * @param heads at least one
   * @param unseen what they say of the images that they have not seen, all together
   */
  List<Baseline> of(List<ScoredHead> heads, Predictions unseen) {
    List<Baseline> baselines = new ArrayList<>();
    baselines.add(mostFrequent(unseen));
    baselines.add(
        baseline(
            "nearest class mean",
            unseen,
            learnt(heads, split -> pool.nearestMeans(dataset.withVariants(split.train())))));
    if (!config.settings().isConvex()) {
      baselines.add(baseline("logistic regression", unseen, learnt(heads, this::logistic)));
    }
    return baselines;
  }

  private Baseline mostFrequent(Predictions unseen) {
    ConfusionMatrix confusion = unseen.confusion();
    int most =
        IntStream.range(0, confusion.classes())
            .reduce((a, b) -> confusion.support(b) > confusion.support(a) ? b : a)
            .orElseThrow();
    int occurring =
        (int) IntStream.range(0, confusion.classes()).filter(c -> confusion.support(c) > 0).count();
    double[] correct =
        Arrays.stream(unseen.images()).mapToDouble(i -> dataset.label(i) == most ? 1 : 0).toArray();
    return new Baseline(
        "the most frequent class",
        Arrays.stream(correct).average().orElseThrow(),
        1.0 / occurring,
        PairedGain.of(correct, unseen.correct(), unseen.groups(), config.seed()));
  }

  private Baseline baseline(String name, Predictions unseen, Predictions theirs) {
    double[] correct = theirs.correct();
    return new Baseline(
        name,
        Arrays.stream(correct).average().orElseThrow(),
        theirs.balanced().value(),
        PairedGain.of(correct, unseen.correct(), unseen.groups(), config.seed()));
  }

  private Predictions learnt(List<ScoredHead> heads, Function<TrainTestSplit, Head> training) {
    List<TrainTestSplit> splits = heads.stream().map(ScoredHead::split).toList();
    return Predictions.across(splits, dataset, pool, training);
  }

  /** With its own cost, chosen on the images that it learns from. */
  private Head logistic(TrainTestSplit split) {
    AdaptConfig convex =
        config.with(TrainingSettings.logistic(config.settings().balanced(), config.seed()));
    boolean scarce = config.isCrossValidated(split.train().length);
    TrainingSettings settings =
        new CostSearch(dataset, convex, pool).choose(split.train(), scarce, false).settings();
    return pool.train(settings, dataset.withVariants(split.train()));
  }
}
