package io.github.resnet50.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Threads that do the same work, one or more stages each, and how busy they were.
 *
 * @param workers how many threads, at least 1
 * @param busySeconds for each of its stages, summed over the threads
 */
public record WorkerPool(int workers, Map<Stage, Double> busySeconds) {
  public WorkerPool {
    if (workers < 1) {
      throw new IllegalArgumentException(workers + " workers");
    }
    busySeconds = Map.copyOf(busySeconds);
  }

  /** The pool whose threads did the given stages. */
  public static WorkerPool of(int workers, Set<Stage> stages, Map<Stage, StageStats> stats) {
    Map<Stage, Double> busy = new EnumMap<>(Stage.class);
    stages.forEach(stage -> busy.put(stage, stats.get(stage).totalSeconds()));
    return new WorkerPool(workers, busy);
  }

  /** Share of the threads' time that was work rather than waiting, 0..1. */
  double utilisation(double wallSeconds) {
    double busy = busySeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return Math.min(1, busy / (workers * wallSeconds));
  }
}
