package io.github.resnet50.explain;

import io.github.resnet50.explain.Faithfulness.Metrics;

/** Means of the measures of several maps. */
final class MetricsMeans {
  private double deletion;
  private double insertion;
  private double drop;
  private double increase;
  private int count;

  void add(Metrics metrics) {
    deletion += metrics.deletionAuc();
    insertion += metrics.insertionAuc();
    drop += metrics.averageDrop();
    increase += metrics.increase();
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  Metrics value() {
    return new Metrics(deletion / count, insertion / count, drop / count, increase / count);
  }
}
