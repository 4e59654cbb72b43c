package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptationProcedure.ScoredHead;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.LearningCurve.CurvePoint;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Trains again on smaller and smaller shares of the images, with the settings chosen for all of
 * them (with AdamW the same number of steps), and scores on the same unseen images.
 *
 * @param seed decides which images are drawn
 */
record LearningCurveRun(Dataset dataset, long seed, TrainingPool pool) {
  private static final double[] SHARES = {1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2};

  /** Heads trained in all for one share, so that the result does not depend on one random draw. */
  private static final int LEAST_DRAWS = 3;

  /** Images per class, on average, below which a share is not worth training on. */
  private static final int LEAST_IMAGES = 2;

  /** One training on a random part of the images of an scored. */
  private record Draw(ScoredHead scored, double share, long seed) {}

  /** How a share did: on each unseen image how often it was right, and from how many images. */
  @SuppressWarnings("ArrayRecordComponent")
  private record DrawScores(double[] correct, double images) {}

  /**
   * @param heads at least one, with all of its images
   * @param leastImages how many images the smallest class has
   */
  LearningCurve curve(List<ScoredHead> heads, int leastImages) {
    int[] unseen = heads.stream().flatMapToInt(a -> Arrays.stream(a.split().test())).toArray();
    int distinct = dataset.distinct(unseen);
    double smallest = heads.stream().mapToInt(a -> a.split().train().length).min().orElseThrow();
    List<CurvePoint> points = new ArrayList<>();
    double[] half = null;
    for (double share : SHARES) {
      if (share == SHARES[SHARES.length - 1]
          || share * smallest >= LEAST_IMAGES * dataset.classes().size()) {
        DrawScores drawn = drawn(heads, share);
        points.add(new CurvePoint(share, drawn.images(), accuracy(drawn.correct(), distinct)));
        half = drawn.correct();
      }
    }
    double[] all =
        heads.stream().flatMapToDouble(a -> Arrays.stream(a.unseen().correct())).toArray();
    double images = heads.stream().mapToInt(a -> a.split().train().length).average().orElseThrow();
    points.add(new CurvePoint(1, images, accuracy(all, distinct)));
    int[] groups = Arrays.stream(unseen).map(dataset::group).toArray();
    return LearningCurve.of(points, leastImages, half, all, groups, seed);
  }

  private static Estimate accuracy(double[] correct, int distinct) {
    return Estimate.wilson(Arrays.stream(correct).average().orElseThrow(), distinct);
  }

  private DrawScores drawn(List<ScoredHead> heads, double share) {
    int times = Math.max(1, (LEAST_DRAWS + heads.size() - 1) / heads.size());
    List<Draw> draws = new ArrayList<>();
    for (ScoredHead scored : heads) {
      for (int time = 0; time < times; time++) {
        draws.add(new Draw(scored, share, seed + draws.size()));
      }
    }
    List<DrawScores> results = pool.all(draws, this::train);
    double[] correct = new double[0];
    double images = 0;
    for (int i = 0; i < heads.size(); i++) {
      int unseen = heads.get(i).split().test().length;
      int start = correct.length;
      correct = Arrays.copyOf(correct, start + unseen);
      for (DrawScores result : results.subList(i * times, (i + 1) * times)) {
        for (int row = 0; row < unseen; row++) {
          correct[start + row] += result.correct()[row] / times;
        }
        images += result.images() / results.size();
      }
    }
    return new DrawScores(correct, images);
  }

  private DrawScores train(Draw draw) {
    TrainTestSplit split = draw.scored().split();
    int[] chosen = subset(split.train(), draw.share(), draw.seed());
    TrainingSettings settings = draw.scored().settings();
    Optimizer optimizer = settings.optimizer();
    if (optimizer != null) {
      int batch = optimizer.batchSize();
      double views = dataset.images().get(split.train()[0]).features().length; // the same for all
      double steps = Math.ceil(views * split.train().length / batch) * optimizer.epochs();
      settings =
          settings.withEpochs((int) Math.ceil(steps / Math.ceil(views * chosen.length / batch)));
    }
    Head head = pool.train(settings, dataset.withVariants(chosen));
    return new DrawScores(Predictions.of(head, dataset, split.test()).correct(), chosen.length);
  }

  /** Whole groups in random order, until each class has its share, at least one. */
  private int[] subset(int[] images, double share, long drawSeed) {
    int classes = dataset.classes().size();
    double[] wanted = new double[classes];
    for (int image : images) {
      wanted[dataset.label(image)] += share;
    }
    SplittableRandom random = new SplittableRandom(drawSeed);
    double[] keys = new double[dataset.duplicates().count()];
    Arrays.stream(images)
        .map(dataset::group)
        .distinct()
        .forEachOrdered(group -> keys[group] = random.nextDouble());
    List<Integer> order =
        Arrays.stream(images)
            .boxed()
            .sorted(Comparator.comparingDouble(image -> keys[dataset.group(image)]))
            .toList();
    int[] taken = new int[classes];
    Set<Integer> whole = new HashSet<>();
    for (int image : order) {
      int label = dataset.label(image);
      if (whole.contains(dataset.group(image)) || taken[label] < wanted[label]) {
        whole.add(dataset.group(image));
        taken[label]++;
      }
    }
    return Arrays.stream(images).filter(i -> whole.contains(dataset.group(i))).toArray();
  }
}
