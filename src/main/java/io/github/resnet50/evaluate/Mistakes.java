package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the wrong predictions of which the model was surest. For one thread. */
public final class Mistakes {
  private static final Comparator<Mistake> SUREST_LAST =
      Comparator.comparingDouble(Mistake::confidence)
          .thenComparing(Comparator.comparing(Mistake::path).reversed());

  private final int most;
  private final PriorityQueue<Mistake> kept = new PriorityQueue<>(SUREST_LAST);

  /**
   * An image taken for what it is not.
   *
   * @param path as in its record
   * @param trueClass index of what it shows
   * @param predictedClass index of what it is taken for
   * @param confidence probability of the predicted class
   * @param trueProbability probability of the true class; null where it is not known
   */
  public record Mistake(
      String path, int trueClass, int predictedClass, float confidence, Float trueProbability) {}

  Mistakes(int most) {
    this.most = most;
  }

  void add(Predicted image, Observation observation) {
    if (observation.correct()) {
      return;
    }
    float truth = observation.trueProbability();
    kept.add(
        new Mistake(
            image.name(),
            observation.trueClass(),
            observation.predictedClass(),
            observation.confidence(),
            Float.isNaN(truth) ? null : truth));
    if (kept.size() > most) {
      kept.poll();
    }
  }

  /** The surest first. */
  List<Mistake> surest() {
    return kept.stream().sorted(SUREST_LAST.reversed()).toList();
  }
}
