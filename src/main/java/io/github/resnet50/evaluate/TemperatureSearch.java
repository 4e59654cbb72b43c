package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.TemperatureFitter.LabelledProbabilities;
import io.github.resnet50.evaluate.TemperatureFitter.Slope;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The temperature at which the negative log-likelihood of images is least: a valley, convex in 1/T,
 * whose slope is the sum of what each image says. Those temperatures are in the 95 % interval at
 * which that sum is less than 1.96 of its standard errors from 0; this holds whether or not the
 * model is of the kind that one temperature makes right.
 */
final class TemperatureSearch {
  static final double COLDEST = 0.05;
  static final double HOTTEST = 20;
  private static final int STEPS = 60;
  private static final double CLOSE = 1e-9; // of log T

  private final List<LabelledProbabilities> images;

  /**
   * @param images at least one
   */
  TemperatureSearch(List<LabelledProbabilities> images) {
    this.images = images;
  }

  /** The best temperature; 1 where none is better. */
  double best() {
    double found = Math.exp(-zero(this::slope, -Math.log(HOTTEST), -Math.log(COLDEST)));
    return nll(found) < nll(1) ? found : 1;
  }

  /** With its interval; without one where the best is at an end of what is tried. */
  Estimate estimate() {
    double best = best();
    if (isAtTheEnd(best)) {
      return Estimate.without(best);
    }
    double at = -Math.log(best);
    double coldest = zero(log -> slope(log) - Estimate.Z, at, -Math.log(COLDEST));
    double hottest = zero(log -> slope(log) + Estimate.Z, -Math.log(HOTTEST), at);
    return new Estimate(
        best,
        Math.min(best, Math.exp(-coldest)),
        Math.max(best, Math.exp(-hottest)),
        Interval.SCORE);
  }

  static boolean isAtTheEnd(double temperature) {
    return temperature < COLDEST * 1.001 || temperature > HOTTEST / 1.001;
  }

  /**
   * The derivative of the summed loss by 1/T, in its standard errors: those that the images show,
   * or, where these are greater, those that they would show were the model right at that T. Few
   * images often lack the rare ones of a great slope.
   *
   * @param log of 1/T
   */
  private double slope(double log) {
    double sharpness = Math.exp(log);
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (LabelledProbabilities image : images) {
      Slope slope = image.slope(sharpness);
      sum += slope.value();
      squares += slope.value() * slope.value();
      variance += slope.variance();
    }
    double most = Math.max(squares, variance);
    return most == 0 ? 0 : sum / Math.sqrt(most);
  }

  private double nll(double temperature) {
    double sum = 0;
    for (LabelledProbabilities image : images) {
      sum += image.negativeLogLikelihood(temperature);
    }
    return sum / images.size();
  }

  /**
   * Where a rising function is 0, or the end that is nearest to it: by the secant, each end's value
   * halved once the other has moved twice (the Illinois method), so that both come closer.
   */
  private static double zero(DoubleUnaryOperator rising, double from, double to) {
    double low = from;
    double high = to;
    double atLow = rising.applyAsDouble(low);
    double atHigh = rising.applyAsDouble(high);
    if (atLow >= 0) {
      return low;
    }
    if (atHigh <= 0) {
      return high;
    }
    int side = 0;
    for (int i = 0; i < STEPS && high - low > CLOSE; i++) {
      double at = (low * atHigh - high * atLow) / (atHigh - atLow);
      double value = rising.applyAsDouble(at);
      if (value == 0) {
        return at;
      }
      if (value > 0) {
        high = at;
        atHigh = value;
        atLow *= side > 0 ? 0.5 : 1;
        side = 1;
      } else {
        low = at;
        atLow = value;
        atHigh *= side < 0 ? 0.5 : 1;
        side = -1;
      }
      if (Math.abs(value) < CLOSE) {
        return at;
      }
    }
    return (low + high) / 2;
  }
}
