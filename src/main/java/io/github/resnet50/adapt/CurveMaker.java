package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.LearningCurve.Point;
import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Kin;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.Trainings;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.head.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Learns again from fewer and fewer of the images, with the settings chosen for all of them and as
 * many steps, and scores on the same unseen ones.
 */
final class CurveMaker {
  private static final double[] SHARES = {1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2};

  /** Heads in all for a share, so that it is not the luck of one draw. */
  private static final int LEAST_DRAWS = 3;

  /** Images a class, on average, below which there is no sense in a share. */
  private static final int LEAST_IMAGES = 2;

  private final Samples samples;
  private final Kin kin;
  private final AdaptConfig config;
  private final Trainings trainings;

  CurveMaker(Samples samples, Kin kin, AdaptConfig config, Trainings trainings) {
    this.samples = samples;
    this.kin = kin;
    this.config = config;
    this.trainings = trainings;
  }

  /** Some images of an attempt's, drawn again and again. */
  private record Draw(Adaptation.Attempt attempt, double share, long seed) {}

  /** How a share did: on each unseen image how often it was right, and from how many images. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Drawn(double[] right, double images) {}

  /**
   * @param attempts at least one, with all of its images
   */
  LearningCurve curve(List<Adaptation.Attempt> attempts) {
    int[] groups =
        attempts.stream()
            .flatMapToInt(attempt -> Arrays.stream(attempt.part().test()))
            .map(image -> kin.group()[image])
            .toArray();
    int independent = (int) Arrays.stream(groups).distinct().count();
    List<Point> points = new ArrayList<>();
    double[] half = null;
    double smallest =
        attempts.stream().mapToInt(attempt -> attempt.part().train().length).min().orElseThrow();
    for (double share : SHARES) {
      if (share == SHARES[SHARES.length - 1]
          || share * smallest >= LEAST_IMAGES * samples.classes().size()) {
        Drawn drawn = drawn(attempts, share);
        points.add(new Point(share, drawn.images(), accuracy(drawn.right(), independent)));
        half = drawn.right();
      }
    }
    double[] all =
        attempts.stream()
            .flatMapToDouble(
                attempt ->
                    IntStream.range(0, attempt.part().test().length)
                        .mapToDouble(row -> attempt.unseen().isRight(row) ? 1 : 0))
            .toArray();
    double images =
        attempts.stream().mapToInt(a -> a.part().train().length).average().orElseThrow();
    points.add(new Point(1, images, accuracy(all, independent)));
    return LearningCurve.of(points, half, all, groups, config.seed());
  }

  private static Estimate accuracy(double[] right, int independent) {
    return Estimate.wilson(Arrays.stream(right).average().orElseThrow(), independent);
  }

  private Drawn drawn(List<Adaptation.Attempt> attempts, double share) {
    int times = Math.max(1, (LEAST_DRAWS + attempts.size() - 1) / attempts.size());
    List<Draw> draws = new ArrayList<>();
    for (Adaptation.Attempt attempt : attempts) {
      for (int time = 0; time < times; time++) {
        draws.add(new Draw(attempt, share, config.seed() + draws.size()));
      }
    }
    List<Drawn> results = trainings.all(draws, this::result);
    double[] right = new double[0];
    double images = 0;
    for (int i = 0; i < attempts.size(); i++) {
      int unseen = attempts.get(i).part().test().length;
      int start = right.length;
      right = Arrays.copyOf(right, start + unseen);
      for (Drawn result : results.subList(i * times, (i + 1) * times)) {
        for (int row = 0; row < unseen; row++) {
          right[start + row] += result.right()[row] / times;
        }
        images += result.images() / results.size();
      }
    }
    return new Drawn(right, images);
  }

  private Drawn result(Draw draw) {
    Part part = draw.attempt().part();
    int[] chosen = some(part.train(), draw.share(), draw.seed());
    TrainingSettings settings = draw.attempt().settings();
    int batch = settings.batchSize();
    double views = samples.images().get(part.train()[0]).features().length; // the same of all
    double steps = Math.ceil(views * part.train().length / batch) * settings.epochs();
    int epochs = (int) Math.ceil(steps / Math.ceil(views * chosen.length / batch));
    Head head = trainings.train(settings.withEpochs(epochs), samples.withVariants(chosen)).head();
    Judged judged = Judged.by(head, samples, kin, part.test());
    double[] right = new double[part.test().length];
    Arrays.setAll(right, row -> judged.isRight(row) ? 1 : 0);
    return new Drawn(right, chosen.length);
  }

  /** Whole groups in an order drawn by chance, until each class has its share, at least one. */
  private int[] some(int[] images, double share, long seed) {
    int classes = samples.classes().size();
    double[] wanted = new double[classes];
    for (int image : images) {
      wanted[label(image)] += share;
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] groups = Arrays.stream(images).map(image -> kin.group()[image]).distinct().toArray();
    double[] keys = new double[kin.groups()];
    for (int group : groups) {
      keys[group] = random.nextDouble();
    }
    int[] order =
        Arrays.stream(images)
            .boxed()
            .sorted((a, b) -> Double.compare(keys[kin.group()[a]], keys[kin.group()[b]]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] taken = new int[classes];
    Set<Integer> whole = new HashSet<>();
    for (int image : order) {
      if (whole.contains(kin.group()[image]) || taken[label(image)] < wanted[label(image)]) {
        whole.add(kin.group()[image]);
        taken[label(image)]++;
      }
    }
    return Arrays.stream(images).filter(image -> whole.contains(kin.group()[image])).toArray();
  }

  private int label(int image) {
    return samples.images().get(image).label();
  }
}
