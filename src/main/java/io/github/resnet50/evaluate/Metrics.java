package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;
import io.github.resnet50.metrics.Wilson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The metrics of an evaluation. */
public final class Metrics {
  private static final int FIVE = 5;

  private Metrics() {}

  /** The name of top-k accuracy. */
  public static String topName(int k) {
    return "top" + k;
  }

  /**
   * All of them, in the order in which they are told.
   *
   * @param topK besides top-1 and top-5
   * @param known how many classes of each image are known in order: k beyond this are left out
   */
  public static List<Metric> all(int topK, int known, Binning binning) {
    List<Metric> all = new ArrayList<>();
    for (int k : new TreeSet<>(List.of(1, FIVE, topK))) {
      if (k <= known) {
        all.add(new Metric(topName(k), Interval.WILSON, s -> s.accuracy(k)));
      }
    }
    all.addAll(
        List.of(
            bootstrapped("macro_precision", s -> s.counts().macro(ClassCounts::precision)),
            bootstrapped("macro_recall", s -> s.counts().macro(ClassCounts::recall)),
            bootstrapped("macro_f1", s -> s.counts().macro(ClassCounts::f1)),
            // With one true and one predicted class an image: micro precision, recall and F1 alike.
            new Metric("micro_f1", Interval.WILSON, s -> s.accuracy(1)),
            bootstrapped("nll", s -> s.mean(Observation::negativeLogLikelihood)),
            bootstrapped("brier", s -> s.mean(Observation::brier)),
            bootstrapped("ece", s -> binning.expectedError(s.observations())),
            bootstrapped("mce", s -> binning.maximumError(s.observations()))));
    return List.copyOf(all);
  }

  private static Metric bootstrapped(String name, ToDoubleFunction<Sample> of) {
    return new Metric(name, Interval.BOOTSTRAP, of);
  }

  /** Each metric's value and interval, by name; those that the images do not tell are left out. */
  static Map<Metric, Estimate> estimate(
      List<Metric> metrics, List<Observation> observations, Bootstrap bootstrap) {
    Sample sample = new Sample(observations);
    Map<Metric, Double> values = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      double value = metric.of().applyAsDouble(sample);
      if (!Double.isNaN(value)) {
        values.put(metric, value);
      }
    }
    Map<Metric, Estimate> resampled =
        bootstrap.estimate(
            values.entrySet().stream()
                .filter(entry -> entry.getKey().interval() == Interval.BOOTSTRAP)
                .collect(
                    LinkedHashMap::new,
                    (map, entry) -> map.put(entry.getKey(), entry.getValue()),
                    Map::putAll),
            observations);
    Map<Metric, Estimate> estimates = new LinkedHashMap<>();
    values.forEach(
        (metric, value) ->
            estimates.put(
                metric,
                metric.interval() == Interval.WILSON
                    ? Wilson.of(value, observations.size())
                    : resampled.get(metric)));
    return estimates;
  }
}
