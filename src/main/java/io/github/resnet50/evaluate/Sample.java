package io.github.resnet50.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Images over which metrics are taken, with what several of these need. For one thread. */
public final class Sample {
  private final List<Observation> observations;
  private ClassCounts counts;

  /**
   * @param observations at least one
   */
  Sample(List<Observation> observations) {
    this.observations = observations;
  }

  List<Observation> observations() {
    return observations;
  }

  ClassCounts counts() {
    if (counts == null) {
      counts = new ClassCounts(observations);
    }
    return counts;
  }

  /** The share of images whose true class is one of the k most probable. */
  double accuracy(int k) {
    int hits = 0;
    for (Observation o : observations) {
      hits += o.rank() < k ? 1 : 0;
    }
    return (double) hits / observations.size();
  }

  double mean(ToDoubleFunction<Observation> number) {
    double sum = 0;
    for (Observation o : observations) {
      sum += number.applyAsDouble(o);
    }
    return sum / observations.size();
  }
}
