package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.ChosenSettings;
import io.github.resnet50.adapt.AdaptReport.ClassRecall;
import io.github.resnet50.adapt.AdaptReport.ConfusionCell;
import io.github.resnet50.adapt.AdaptReport.HeadScores;
import io.github.resnet50.adapt.AdaptReport.Quality;
import io.github.resnet50.adapt.AdaptReport.Recipe;
import io.github.resnet50.adapt.check.FitVerdict;
import io.github.resnet50.adapt.check.FitVerdict.Baseline;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.Head;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The whole procedure, from features to a head and what can be said of it.
 *
 * <p>No figure on unseen images comes from a head that has seen them, something that shows the
 * same, or had a choice made by them:
 *
 * <ul>
 *   <li>Scarce images are cross-validated, nested: each fold is judged by a head whose settings
 *       were chosen by an inner cross-validation of the other folds.
 *   <li>Else a fifth is held out, unless the user brings images for that; settings are chosen on a
 *       validation part of the others.
 * </ul>
 *
 * <p>The resulting head is then trained on all training images, with settings chosen in the same
 * way on them: the figures are those of its kind, a little low rather than high. Images that the
 * user holds out stay out: that figure is of this very head.
 */
final class AdaptationProcedure {
  private final Dataset dataset;
  private final AdaptConfig config;
  private final TrainingPool pool;
  private final Consumer<String> progress;
  private final SettingsSearch search;

  /**
   * @param progress takes the name of each step as it begins
   */
  AdaptationProcedure(
      Dataset dataset, AdaptConfig config, TrainingPool pool, Consumer<String> progress) {
    this.dataset = dataset;
    this.config = config;
    this.pool = pool;
    this.progress = progress;
    this.search = SettingsSearch.of(dataset, config, pool);
  }

  /**
   * The head and its figures.
   *
   * @param head learnt from all training images
   * @param chosen the settings it was trained with
   * @param unseen what the figures rest on: the held-out images where there are any, else all
   *     images by cross-validation
   * @param doubts about labels of the training images
   */
  record Findings(
      Head head, ChosenSettings chosen, Quality quality, Predictions unseen, LabelDoubts doubts) {}

  /** A head that learnt one side of a split, with settings chosen there, judged by both. */
  record ScoredHead(
      TrainTestSplit split,
      TrainingSettings settings,
      LossAndAccuracy training,
      Predictions unseen) {}

  /**
   * @param images places to learn from
   * @param heldOut places to be judged by, which show nothing of the others; may be empty
   * @throws CancellationException where the trainings were stopped
   */
  Findings adapt(int[] images, int[] heldOut) {
    boolean crossValidated = config.isCrossValidated(images.length);
    progress.accept("choosing settings");
    ChosenSettings chosen = search.choose(images, crossValidated, true);
    progress.accept("training on all images");
    Head head = train(images, chosen.settings());
    progress.accept(crossValidated ? "cross-validating" : "scoring on held-out images");
    List<ScoredHead> heads =
        pool.all(splits(images, heldOut), split -> trainAndScore(split, crossValidated));
    List<ScoredHead> judging =
        heldOut.length == 0
            ? heads
            : List.of(scored(new TrainTestSplit(images, heldOut), chosen.settings(), head));
    Predictions unseen = unseen(judging);
    ConfusionMatrix confusion = unseen.confusion();
    HeadScores scores =
        new HeadScores(
            meanTraining(judging),
            unseen.lossAndAccuracy(),
            crossValidated ? unseen(heads).accuracy() : null,
            crossValidated && heldOut.length == 0 ? null : unseen.accuracy(),
            unseen.balanced(),
            guessing(confusion, unseen));
    progress.accept("learning curve");
    LearningCurve curve =
        new LearningCurveRun(dataset, config.seed(), pool).curve(judging, smallest(images));
    progress.accept("looking for look-alikes");
    FitVerdict.Together together =
        config.permuted() ? null : together(images, heldOut, judging, unseen);
    progress.accept("comparing with simpler ways");
    List<Baseline> baselines = new Baselines(dataset, config, pool).of(judging, unseen);
    Quality quality =
        new Quality(
            scores,
            fit(scores, heldOut.length > 0, unseen, baselines, together),
            baselines,
            curve,
            config.recipes() ? recipes(judging, unseen) : null,
            classes(confusion, unseen, images),
            cells(confusion));
    progress.accept("looking for label errors");
    Predictions own = crossValidated ? unseen(heads) : crossPredicted(images, chosen.settings());
    return new Findings(head, chosen, quality, unseen, LabelDoubts.of(own, config.seed()));
  }

  /** How it would be judged if images that look alike stood on one side of every split. */
  private FitVerdict.Together together(
      int[] images, int[] heldOut, List<ScoredHead> judging, Predictions unseen) {
    Dataset joined = dataset.withLookAlikesJoined(pool);
    List<TrainTestSplit> splits =
        heldOut.length == 0
            ? TrainTestSplit.all(joined, images, config.foldCount(), config.seed())
            : List.of(TrainTestSplit.without(joined, images, heldOut));
    AdaptationProcedure apart = new AdaptationProcedure(joined, config, pool, progress);
    TrainingSettings settings =
        config.isCrossValidated(images.length) ? null : judging.get(0).settings();
    return new LookAlikeCheck(joined, config.seed())
        .compare(splits, judging, unseen, () -> apart.judged(splits, settings));
  }

  /**
   * What heads say that learn one side of a split each.
   *
   * @param settings null: chosen for each
   */
  private Predictions judged(List<TrainTestSplit> splits, TrainingSettings settings) {
    return settings == null
        ? unseen(pool.all(splits, split -> trainAndScore(split, true)))
        : Predictions.across(splits, dataset, pool, split -> train(split.train(), settings));
  }

  private FitVerdict fit(
      HeadScores scores,
      boolean given,
      Predictions unseen,
      List<Baseline> baselines,
      FitVerdict.Together together) {
    ConfusionMatrix confusion = unseen.confusion();
    double images = unseen.images().length;
    double[] shares =
        IntStream.range(0, confusion.classes())
            .filter(c -> confusion.support(c) > 0)
            .mapToDouble(c -> confusion.support(c) / images)
            .toArray();
    boolean balanced = config.settings().balanced(); // so are then the probabilities
    double loss = balanced ? unseen.balancedLoss() : scores.unseen().loss();
    double sharesLoss =
        balanced
            ? Math.log(shares.length)
            : -Arrays.stream(shares).map(share -> share * Math.log(share)).sum();
    return FitVerdict.of(
        scores.training(),
        new FitVerdict.Unseen(scores.accuracy(), scores.balanced(), loss, sharesLoss, given),
        shares.length,
        baselines,
        together);
  }

  private List<Recipe> recipes(List<ScoredHead> judging, Predictions unseen) {
    progress.accept("comparing recipes");
    return new Recipes(dataset, config, pool).compare(judging, unseen);
  }

  /** What the heads say of the images that they have not seen, all together. */
  private static Predictions unseen(List<ScoredHead> heads) {
    return heads.stream().map(ScoredHead::unseen).reduce(Predictions::and).orElseThrow();
  }

  private List<TrainTestSplit> splits(int[] images, int[] heldOut) {
    if (config.isCrossValidated(images.length)) {
      return TrainTestSplit.all(dataset, images, config.foldCount(), config.seed());
    }
    return heldOut.length > 0
        ? List.of()
        : List.of(TrainTestSplit.one(dataset, images, AdaptConfig.FOLDS, config.seed()));
  }

  private ScoredHead trainAndScore(TrainTestSplit split, boolean crossValidated) {
    TrainingSettings settings = search.choose(split.train(), crossValidated, false).settings();
    return scored(split, settings, train(split.train(), settings));
  }

  private ScoredHead scored(TrainTestSplit split, TrainingSettings settings, Head head) {
    return new ScoredHead(
        split,
        settings,
        Predictions.of(head, dataset, split.train()).lossAndAccuracy(),
        Predictions.of(head, dataset, split.test()));
  }

  private Head train(int[] images, TrainingSettings settings) {
    return pool.train(settings, dataset.withVariants(images));
  }

  private static LossAndAccuracy meanTraining(List<ScoredHead> heads) {
    double loss = 0;
    double accuracy = 0;
    for (ScoredHead scored : heads) {
      loss += scored.training().loss() / heads.size();
      accuracy += scored.training().accuracy() / heads.size();
    }
    return new LossAndAccuracy(loss, accuracy);
  }

  /** How many images that show something of their own the smallest class has. */
  private int smallest(int[] images) {
    return IntStream.range(0, dataset.classes().size())
        .map(c -> dataset.distinct(dataset.labelled(images, c)))
        .min()
        .orElseThrow();
  }

  private static double guessing(ConfusionMatrix confusion, Predictions unseen) {
    int most = IntStream.range(0, confusion.classes()).map(confusion::support).max().orElseThrow();
    return (double) most / unseen.images().length;
  }

  private List<ClassRecall> classes(ConfusionMatrix confusion, Predictions unseen, int[] images) {
    int[] counts = dataset.counts(images);
    return IntStream.range(0, counts.length)
        .mapToObj(
            c -> {
              int distinct = dataset.distinct(dataset.labelled(unseen.images(), c));
              Estimate recall =
                  distinct == 0 ? null : Estimate.wilson(confusion.recall(c), distinct);
              String name = dataset.classes().get(c);
              return new ClassRecall(name, counts[c], confusion.support(c), recall);
            })
        .toList();
  }

  private List<ConfusionCell> cells(ConfusionMatrix confusion) {
    return confusion.cells().stream()
        .map(
            cell ->
                new ConfusionCell(
                    dataset.classes().get(cell.trueClass()),
                    dataset.classes().get(cell.predictedClass()),
                    cell.images()))
        .toList();
  }

  /** For label errors: all images, each by a head that has not seen it. */
  private Predictions crossPredicted(int[] images, TrainingSettings settings) {
    List<TrainTestSplit> splits =
        TrainTestSplit.all(dataset, images, AdaptConfig.FOLDS, config.seed() + 2);
    return Predictions.across(splits, dataset, pool, s -> train(s.train(), settings));
  }
}
