package io.github.resnet50.explain;

import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.Faithfulness.Metrics;
import java.util.ArrayList;
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
   * @param faithfulness null where it was not measured
   * @param sanity the rank correlation with shuffled weights; null where it was not asked for
   * @param msAnImage what the method takes of one thread beyond classifying
   */
  record MethodMeans(
      Method method,
      long explanations,
      Double halfMassArea,
      Faithfulness faithfulness,
      Double sanity,
      double msAnImage) {}

  private static final class Sums {
    private long count;
    private long nanos;
    private final Mean area = new Mean();
    private final Mean sanity = new Mean();
    private final ScoreMeans scores = new ScoreMeans();
    private final ScoreMeans random = new ScoreMeans();

    void add(Measures measures) {
      count++;
      area.add(measures.concentration().halfMassArea());
      if (measures.sanity() != null) {
        sanity.add(measures.sanity().rankCorrelation());
      }
      if (measures.faithfulness() != null) {
        scores.add(measures.faithfulness().scores());
        random.add(measures.faithfulness().random());
      }
    }

    MethodMeans row(Method method, long images) {
      return new MethodMeans(
          method,
          count,
          area.value(),
          scores.isEmpty() ? null : new Faithfulness(scores.value(), random.value()),
          sanity.value(),
          nanos / 1e6 / images);
    }
  }

  private static final class ScoreMeans {
    private final Mean deletion = new Mean();
    private final Mean insertion = new Mean();
    private final Mean drop = new Mean();
    private final Mean increase = new Mean();

    void add(Metrics scores) {
      deletion.add(scores.deletionAuc());
      insertion.add(scores.insertionAuc());
      drop.add(scores.averageDrop());
      increase.add(scores.increase());
    }

    boolean isEmpty() {
      return deletion.count == 0;
    }

    Metrics value() {
      return new Metrics(deletion.value(), insertion.value(), drop.value(), increase.value());
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
      sums(explanation.method()).add(explanation.measures());
    }
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

  /** The means so far. */
  List<MethodMeans> rows() {
    List<MethodMeans> rows = new ArrayList<>();
    methods.forEach((method, sums) -> rows.add(sums.row(method, ok)));
    return rows;
  }
}
