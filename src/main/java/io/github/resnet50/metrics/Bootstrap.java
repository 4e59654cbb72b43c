package io.github.resnet50.metrics;

import io.github.resnet50.metrics.Estimate.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * 95 % intervals by the percentile bootstrap (Efron 1979): as many images as there are, are drawn
 * with replacement. Note that noise raises a calibration error, so its interval is biased upwards
 * if there are few images.
 *
 * @param seed the same gives the same intervals
 * @param most resamples; fewer, at least {@link #LEAST}, where there are many images
 */
public record Bootstrap(long seed, int most) {
  static final int LEAST = 200;

  /** Limits the total number of draws, so that intervals take seconds at most. */
  private static final long MOST_DRAWS = 20_000_000;

  /** The number of resamples for a number of images. */
  public int resamples(int images) {
    return (int) Math.max(Math.min(LEAST, most), Math.min(most, MOST_DRAWS / images));
  }

  /**
   * Each metric's value and interval, in their order; those that cannot be determined are left out.
   *
   * @param images at least one
   */
  public Map<Metric, Estimate> estimate(List<Metric> metrics, List<Observation> images) {
    Observations whole = new Observations(images);
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      double value = metric.value().applyAsDouble(whole);
      if (!Double.isNaN(value)) {
        values.put(metric, value);
      }
    }
    List<Metric> resampled =
        values.keySet().stream().filter(m -> m.interval() == Interval.BOOTSTRAP).toList();
    double[][] drawn = resample(whole, resampled);
    Map<Metric, Estimate> estimates = new LinkedHashMap<>();
    values.forEach(
        (metric, value) ->
            estimates.put(
                metric,
                metric.interval() == Interval.WILSON
                    ? Estimate.wilson(value, images.size())
                    : bootstrap(metric, value, whole, drawn[resampled.indexOf(metric)])));
    return estimates;
  }

  /**
   * Where no image is wrong, or none right, all resamples are the same: for shares Wilson's
   * interval tells all the same how far that can be chance.
   */
  private static Estimate bootstrap(
      Metric metric, double value, Observations images, double[] drawn) {
    Estimate estimate = Estimate.bootstrap(value, drawn);
    return estimate.hasInterval() || !metric.overClasses()
        ? estimate
        : Estimate.wilson(value, images.confusion().effectiveImages());
  }

  /** [metric][resample] */
  private double[][] resample(Observations images, List<Metric> metrics) {
    int[] rows = new int[images.list().size()];
    double[][] values = new double[metrics.size()][resamples(rows.length)];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < resamples(rows.length); i++) {
      for (int j = 0; j < rows.length; j++) {
        rows[j] = random.nextInt(rows.length);
      }
      Observations drawn = images.at(rows);
      for (int m = 0; m < values.length; m++) {
        values[m][i] = metrics.get(m).value().applyAsDouble(drawn);
      }
    }
    return values;
  }
}
