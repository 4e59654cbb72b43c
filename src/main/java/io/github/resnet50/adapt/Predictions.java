package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.metrics.ConfusionMatrix;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.MeanOfShares;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.metrics.Observations;
import io.github.resnet50.model.Head;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Predictions of heads, each for images that it has not seen or, to measure overfitting, has.
 *
 * @param images their places
 * @param probabilities of each of them
 */
@SuppressWarnings("ArrayRecordComponent")
record Predictions(Dataset dataset, int[] images, float[][] probabilities) {
  private static final double LEAST_PROBABILITY = 1e-7; // a float knows no difference below

  static Predictions of(Head head, Dataset dataset, int[] images) {
    float[][] probabilities = new float[images.length][];
    for (int i = 0; i < images.length; i++) {
      probabilities[i] = head.logits(dataset.images().get(images[i]).original());
      Numbers.softmax(probabilities[i]);
    }
    return new Predictions(dataset, images, probabilities);
  }

  /** What heads that learn one side of a split each say of the other side, all together. */
  static Predictions across(
      List<TrainTestSplit> splits,
      Dataset dataset,
      TrainingPool pool,
      Function<TrainTestSplit, Head> training) {
    return pool.all(splits, s -> of(training.apply(s), dataset, s.test())).stream()
        .reduce(Predictions::and)
        .orElseThrow();
  }

  /** Both, one after the other. */
  Predictions and(Predictions other) {
    int[] both = Arrays.copyOf(images, images.length + other.images.length);
    System.arraycopy(other.images, 0, both, images.length, other.images.length);
    float[][] rows = Arrays.copyOf(probabilities, both.length);
    System.arraycopy(other.probabilities, 0, rows, images.length, other.images.length);
    return new Predictions(dataset, both, rows);
  }

  /** The group of each image. */
  int[] groups() {
    return Arrays.stream(images).map(dataset::group).toArray();
  }

  /** 1 where the most probable class is the label, else 0. */
  double[] correct() {
    return observations().list().stream().mapToDouble(o -> o.correct() ? 1 : 0).toArray();
  }

  /**
   * Accuracy with Wilson's interval. Duplicates count once for its width: they are right or wrong
   * together.
   */
  Estimate accuracy() {
    return Estimate.wilson(observations().accuracy(1), dataset.distinct(images));
  }

  /** The mean of the recalls of the classes that occur. */
  Estimate balanced() {
    ConfusionMatrix confusion = confusion();
    int[] occurring =
        IntStream.range(0, confusion.classes()).filter(c -> confusion.support(c) > 0).toArray();
    return MeanOfShares.of(
        Arrays.stream(occurring).mapToDouble(confusion::recall).toArray(),
        Arrays.stream(occurring)
            .mapToDouble(c -> dataset.distinct(dataset.labelled(images, c)))
            .toArray());
  }

  /** The mean of the classes' mean losses, each class counting the same. */
  double balancedLoss() {
    Map<Integer, List<Observation>> byClass =
        observations().list().stream().collect(Collectors.groupingBy(Observation::trueClass));
    return byClass.values().stream()
        .mapToDouble(
            theirs ->
                new Observations(theirs).mean(o -> o.negativeLogLikelihood(LEAST_PROBABILITY)))
        .average()
        .orElseThrow();
  }

  /** Computed without class weights. */
  LossAndAccuracy lossAndAccuracy() {
    Observations all = observations();
    double loss = all.mean(o -> o.negativeLogLikelihood(LEAST_PROBABILITY));
    return new LossAndAccuracy(loss, all.accuracy(1));
  }

  /** Over all classes, whether they occur or not. */
  ConfusionMatrix confusion() {
    return ConfusionMatrix.of(observations().list(), dataset.classes().size());
  }

  private Observations observations() {
    return new Observations(
        IntStream.range(0, images.length)
            .mapToObj(row -> Observation.of(dataset.label(images[row]), probabilities[row]))
            .toList());
  }
}
