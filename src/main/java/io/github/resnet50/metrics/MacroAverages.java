package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Estimate.Interval;
import java.util.stream.IntStream;

/**
 * Macro recall, precision and F1 over the classes that images show, with 95 % intervals for what
 * they would be over endlessly many images, the classes as frequent as here. The intervals hold
 * both where the images of each class were counted out beforehand and where they came by chance,
 * and are wider than need be rather than too narrow; the README beside this class has the
 * simulations.
 *
 * <p>Recall is a {@linkplain MeanOfShares mean of shares} of the images that show a class.
 * Precision is one of the images that were classified as it, as long as there are any: of a class
 * that was never predicted nothing is known, and its precision, 0 in the value, is anything up to 1
 * in the interval. F1 varies at most as a share of {@code (support + predicted) / 2} images does,
 * with equality where a class loses as many images as it takes from others.
 *
 * <p>Shares of counts that chance has a part in are biased: precision upwards by {@code recall ·
 * precision · (1 − precision) / predicted} where the images of a class were counted out (and not at
 * all where they came by chance), F1 mostly downwards. The end of the interval on that side is
 * moved by as much.
 */
final class MacroAverages {
  private final ConfusionMatrix matrix;
  private final int[] shown;

  MacroAverages(ConfusionMatrix matrix) {
    this.matrix = matrix;
    this.shown = IntStream.range(0, matrix.classes()).filter(c -> matrix.support(c) > 0).toArray();
  }

  Estimate recall() {
    return recalls().estimate();
  }

  private MeanOfShares recalls() {
    return shares(shown, matrix::recall, matrix::support);
  }

  Estimate precision() {
    double value = matrix.macro(ConfusionMatrix::precision);
    int[] places =
        IntStream.range(0, shown.length).filter(i -> matrix.predicted(shown[i]) > 0).toArray();
    if (places.length == 0) {
      return new Estimate(value, 0.0, 1.0, Interval.SCORE);
    }
    int[] predicted = IntStream.of(places).map(i -> shown[i]).toArray();
    MeanOfShares mean = shares(predicted, matrix::precision, matrix::predicted);
    MeanOfShares recalls = recalls();
    double bias = 0;
    for (int i = 0; i < places.length; i++) {
      bias += recalls.smoothed(places[i]) * mean.variance(i) / places.length;
    }
    double known = (double) places.length / shown.length;
    Estimate ofKnown = mean.estimate();
    return new Estimate(
        value,
        known * Math.max(0, ofKnown.low() - bias),
        Math.min(1, known * ofKnown.high() + 1 - known),
        Interval.SCORE);
  }

  Estimate f1() {
    MeanOfShares mean =
        shares(shown, matrix::f1, c -> (matrix.support(c) + matrix.predicted(c)) / 2.0);
    double downwards = 0;
    double upwards = 0;
    for (int i = 0; i < shown.length; i++) {
      double missing = 2 - mean.smoothed(i);
      downwards += mean.variance(i) * Math.max(0.5, 1 / (missing * missing)) / shown.length;
      upwards += mean.variance(i) * surplus(shown[i]) / 2 / shown.length;
    }
    Estimate estimate = mean.estimate();
    return new Estimate(
        estimate.value(),
        Math.max(0, estimate.low() - upwards),
        Math.min(1, estimate.high() + downwards),
        Interval.SCORE);
  }

  /** By how much a class takes more images from others than it loses, 0 to 1. */
  private double surplus(int c) {
    int taken = matrix.predicted(c) - matrix.correct(c);
    int lost = matrix.support(c) - matrix.correct(c);
    return taken == 0 ? 0 : Math.max(0, taken * matrix.recall(c) - lost) / (taken + lost);
  }

  /** One number per class. */
  private interface OfClass {
    double of(int c);
  }

  private static MeanOfShares shares(int[] classes, OfClass share, OfClass images) {
    return new MeanOfShares(
        IntStream.of(classes).mapToDouble(share::of).toArray(),
        IntStream.of(classes).mapToDouble(images::of).toArray());
  }
}
