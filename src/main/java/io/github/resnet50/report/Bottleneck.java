package io.github.resnet50.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The stage that the others wait for.
 *
 * @param stage the stage to speed up, or to give more threads
 * @param utilisation share of their time, 0..1, that the threads which do this stage were busy;
 *     near 1 the stage limits the run, well below it none does
 */
public record Bottleneck(Stage stage, double utilisation) {

  /**
   * Between bounded queues every pool but the slowest waits, for input or for room. So the
   * bottleneck is in the pool with the highest utilisation, busy time over threads × wall time; in
   * a pool that does several stages it is the one that takes most of its time. Where two are equal
   * the later stage is named: the earlier one fills its queues.
   *
   * @param wallSeconds how long the pools were at work
   * @return empty where nothing was done
   */
  public static Optional<Bottleneck> find(Collection<WorkerPool> pools, double wallSeconds) {
    if (wallSeconds <= 0) {
      return Optional.empty();
    }
    return pools.stream()
        .map(pool -> candidate(pool, wallSeconds))
        .flatMap(Optional::stream)
        .max(Comparator.comparingDouble(Bottleneck::utilisation).thenComparing(Bottleneck::stage));
  }

  private static Optional<Bottleneck> candidate(WorkerPool pool, double wallSeconds) {
    return pool.busySeconds().entrySet().stream()
        .filter(stage -> stage.getValue() > 0)
        .max(Map.Entry.<Stage, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(stage -> new Bottleneck(stage.getKey(), pool.utilisation(wallSeconds)));
  }
}
