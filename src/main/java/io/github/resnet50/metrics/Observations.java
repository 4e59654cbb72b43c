package io.github.resnet50.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The images over which metrics are computed, with results shared by several metrics. For one
 * thread.
 */
public final class Observations {
  private final List<Observation> list;
  private ConfusionMatrix confusion;

  /**
   * @param list at least one; not copied
   */
  public Observations(List<Observation> list) {
    this.list = list;
  }

  public List<Observation> list() {
    return list;
  }

  public ConfusionMatrix confusion() {
    if (confusion == null) {
      confusion = ConfusionMatrix.of(list);
    }
    return confusion;
  }

  /** The share of images whose true class is one of the k most probable. */
  public double accuracy(int k) {
    int hits = 0;
    for (Observation o : list) {
      hits += o.rank() < k ? 1 : 0;
    }
    return (double) hits / list.size();
  }

  public double mean(ToDoubleFunction<Observation> number) {
    double sum = 0;
    for (Observation o : list) {
      sum += number.applyAsDouble(o);
    }
    return sum / list.size();
  }
}
