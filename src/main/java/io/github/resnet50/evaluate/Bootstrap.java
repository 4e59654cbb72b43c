package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;
import io.github.resnet50.metrics.Quantile;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * 95 % intervals by the percentile bootstrap (Efron 1979): images are drawn again, with
 * replacement, as many as there are. Note that noise raises a calibration error, so that its
 * interval lies high where there are few images.
 *
 * @param seed the same gives the same intervals
 * @param most resamples; fewer, at least {@link #LEAST}, where there are many images
 */
public record Bootstrap(long seed, int most) {
  static final int LEAST = 200;

  /** So that intervals take seconds at most. */
  private static final long MOST_DRAWS = 20_000_000;

  private static final double TAIL = 0.025;

  /** How many resamples so many images get. */
  public int resamples(int images) {
    return (int) Math.max(Math.min(LEAST, most), Math.min(most, MOST_DRAWS / images));
  }

  /**
   * @param values each metric's value on the images themselves
   */
  Map<Metric, Estimate> estimate(Map<Metric, Double> values, List<Observation> observations) {
    int resamples = resamples(observations.size());
    List<Metric> metrics = List.copyOf(values.keySet());
    double[][] drawn = new double[metrics.size()][resamples];
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = new int[observations.size()];
    for (int i = 0; i < resamples; i++) {
      for (int j = 0; j < rows.length; j++) {
        rows[j] = random.nextInt(rows.length);
      }
      Sample sample = new Sample(new Drawn(observations, rows));
      for (int m = 0; m < drawn.length; m++) {
        drawn[m][i] = metrics.get(m).of().applyAsDouble(sample);
      }
    }
    Map<Metric, Estimate> estimates = new LinkedHashMap<>();
    for (int m = 0; m < drawn.length; m++) {
      Arrays.sort(drawn[m]);
      estimates.put(
          metrics.get(m),
          new Estimate(
              values.get(metrics.get(m)),
              Quantile.of(drawn[m], TAIL),
              Quantile.of(drawn[m], 1 - TAIL),
              Interval.BOOTSTRAP));
    }
    return estimates;
  }

  /** The drawn images, without a copy of them. */
  private static final class Drawn extends AbstractList<Observation> {
    private final List<Observation> observations;
    private final int[] rows;

    Drawn(List<Observation> observations, int[] rows) {
      this.observations = observations;
      this.rows = rows;
    }

    @Override
    public Observation get(int index) {
      return observations.get(rows[index]);
    }

    @Override
    public int size() {
      return rows.length;
    }
  }
}
