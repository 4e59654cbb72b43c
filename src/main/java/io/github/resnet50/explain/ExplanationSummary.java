package io.github.resnet50.explain;

import io.github.resnet50.explain.Faithfulness.Scores;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Means over a run, method by method. Used by one thread. */
public final class ExplanationSummary {
  private final Map<Method, Sums> methods = new EnumMap<>(Method.class);
  private long ok;
  private long failed;

  /**
   * A method's means.
   *
   * @param explanations images times classes
   * @param halfMassArea see {@link Concentration}; null where all maps are flat
   * @param scores null where they were not measured
   * @param random of random maps on the same images and classes; null likewise
   * @param sanity null where it was not asked for
   * @param msAnImage what the method takes of one thread beyond classifying
   */
  public record Row(
      Method method,
      long explanations,
      Double halfMassArea,
      Scores scores,
      Scores random,
      Double sanity,
      double msAnImage) {}

  private static final class Sums {
    private long count;
    private final Mean area = new Mean();
    private final Mean sanity = new Mean();
    private final Mean[] scores = means();
    private final Mean[] random = means();

    private static Mean[] means() {
      return new Mean[] {new Mean(), new Mean(), new Mean(), new Mean()};
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

  /** Takes what became of a path. */
  public void add(ExplainedImage image) {
    if (image.failure() != null) {
      failed++;
      return;
    }
    ok++;
    for (Explanation explanation : image.explanations()) {
      Sums sums = methods.computeIfAbsent(explanation.method(), method -> new Sums());
      sums.count++;
      sums.area.add(explanation.concentration().halfMassArea());
      if (explanation.sanity() != null) {
        sums.sanity.add(explanation.sanity().rankCorrelation());
      }
      if (explanation.faithfulness() != null) {
        add(sums.scores, explanation.faithfulness().scores());
        add(sums.random, explanation.faithfulness().random());
      }
    }
  }

  private static void add(Mean[] means, Scores scores) {
    means[0].add(scores.deletionAuc());
    means[1].add(scores.insertionAuc());
    means[2].add(scores.averageDrop());
    means[3].add(scores.increase());
  }

  public long ok() {
    return ok;
  }

  public long failed() {
    return failed;
  }

  /** The means so far. */
  public List<Row> rows(MethodClock clock) {
    List<Row> rows = new ArrayList<>();
    methods.forEach(
        (method, sums) ->
            rows.add(
                new Row(
                    method,
                    sums.count,
                    sums.area.value(),
                    scores(sums.scores),
                    scores(sums.random),
                    sums.sanity.value(),
                    clock.ms(method))));
    return rows;
  }

  private static Scores scores(Mean[] means) {
    return means[0].count == 0
        ? null
        : new Scores(means[0].value(), means[1].value(), means[2].value(), means[3].value());
  }
}
