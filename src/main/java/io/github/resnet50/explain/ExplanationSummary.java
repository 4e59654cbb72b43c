package io.github.resnet50.explain;

import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.Faithfulness.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Means over a run, method by method. Used by one thread. */
public final class ExplanationSummary {
  private final Map<Method, Sums> methods = new EnumMap<>(Method.class);
  private double classifyNanos;
  private long ok;
  private long failed;

  /**
   * A method's means.
   *
   * @param explanations images times classes
   * @param halfMassArea see {@link HeatMap.Concentration}; null where all maps are flat
   * @param reliability see {@link SaliencyMap}; null where none has any
   * @param isUncertain whether a map has segments of which too little was drawn to tell their
   *     errors
   * @param faithfulness null where it was not measured
   * @param sanity the rank correlation with shuffled weights; null where it was not asked for
   * @param msAnImage what the method takes of one thread beyond classifying
   */
  record MethodMeans(
      Method method,
      long explanations,
      Double halfMassArea,
      Double reliability,
      boolean isUncertain,
      Faithfulness faithfulness,
      Double sanity,
      double msAnImage) {}

  private static final class Sums {
    private long count;
    private long nanos;
    private boolean isUncertain;
    private final Mean area = new Mean();
    private final Mean reliability = new Mean();
    private final Mean sanity = new Mean();
    private final FaithfulnessMeans ofAll = new FaithfulnessMeans();
    private FaithfulnessMeans ofImage = new FaithfulnessMeans();
    private final List<Faithfulness> faithfulness = new ArrayList<>(); // an image each

    void add(SaliencyMap saliency, Measures measures) {
      count++;
      reliability.add(saliency.reliability());
      isUncertain |= saliency.segments().stream().anyMatch(s -> s.standardError() == null);
      area.add(measures.concentration().halfMassArea());
      if (measures.sanity() != null) {
        sanity.add(measures.sanity().rankCorrelation());
      }
      if (measures.faithfulness() != null) {
        ofAll.add(measures.faithfulness());
        ofImage.add(measures.faithfulness());
      }
    }

    /** What was added since the last image is of one. */
    void imageDone() {
      if (!ofImage.isEmpty()) {
        faithfulness.add(ofImage.value());
        ofImage = new FaithfulnessMeans();
      }
    }

    List<RandomComparison> comparisons(Method method) {
      return faithfulness.isEmpty()
          ? List.of()
          : Arrays.stream(Measure.values())
              .map(measure -> RandomComparison.of(method, measure, faithfulness))
              .toList();
    }

    MethodMeans row(Method method, long images) {
      return new MethodMeans(
          method,
          count,
          area.value(),
          reliability.value(),
          isUncertain,
          ofAll.isEmpty() ? null : ofAll.value(),
          sanity.value(),
          nanos / 1e6 / images);
    }
  }

  private static final class FaithfulnessMeans {
    private final MetricsMeans scores = new MetricsMeans();
    private final MetricsMeans random = new MetricsMeans();

    void add(Faithfulness faithfulness) {
      scores.add(faithfulness.scores());
      random.add(faithfulness.random());
    }

    boolean isEmpty() {
      return scores.isEmpty();
    }

    Faithfulness value() {
      return new Faithfulness(scores.value(), random.value());
    }
  }

  private static final class Mean {
    private double sum;
    private long count;

    void add(Double value) {
      if (value != null) {
        sum += value;
        count++;
      }
    }

    Double value() {
      return count == 0 ? null : Double.valueOf(sum / count);
    }
  }

  /** Adds the outcome of one path. */
  public void add(ExplainedImage image) {
    if (image.failure() != null) {
      failed++;
      return;
    }
    ok++;
    classifyNanos += image.times().classifyNanos();
    image.times().methodNanos().forEach((method, nanos) -> sums(method).nanos += nanos);
    for (Explanation explanation : image.explanations()) {
      sums(explanation.method()).add(explanation.saliency(), explanation.measures());
    }
    methods.values().forEach(Sums::imageDone);
  }

  private Sums sums(Method method) {
    return methods.computeIfAbsent(method, m -> new Sums());
  }

  public long ok() {
    return ok;
  }

  public long failed() {
    return failed;
  }

  /**
   * Milliseconds per image on one thread for classifying, including the feature map if it is kept.
   */
  double classifyMs() {
    return ok == 0 ? 0 : classifyNanos / 1e6 / ok;
  }

  /** Each method's maps beside random ones; empty where they were not measured. */
  List<RandomComparison> comparisons() {
    List<RandomComparison> comparisons = new ArrayList<>();
    methods.forEach((method, sums) -> comparisons.addAll(sums.comparisons(method)));
    return comparisons;
  }

  /** The means so far. */
  List<MethodMeans> rows() {
    List<MethodMeans> rows = new ArrayList<>();
    methods.forEach((method, sums) -> rows.add(sums.row(method, ok)));
    return rows;
  }
}
