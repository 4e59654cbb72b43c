package io.github.resnet50.report.timing;

import io.github.resnet50.report.timing.StageClock.Stats;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  public static Optional<Bottleneck> find(Collection<Pool> pools, double wallSeconds) {
    if (wallSeconds <= 0) {
      return Optional.empty();
    }
    return pools.stream()
        .map(pool -> candidate(pool, wallSeconds))
        .flatMap(Optional::stream)
        .max(Comparator.comparingDouble(Bottleneck::utilisation).thenComparing(Bottleneck::stage));
  }

  /**
   * The bottleneck of a run whose decoders read, decode and preprocess, whose predictors infer, and
   * which one thread writes.
   *
   * @param stats of every stage
   * @param wallSeconds how long these threads were at work
   */
  public static Optional<Bottleneck> ofRun(
      int decoders, int predictors, Map<Stage, Stats> stats, double wallSeconds) {
    return find(
        List.of(
            Pool.of(decoders, Set.of(Stage.READ, Stage.DECODE, Stage.PREPROCESS), stats),
            Pool.of(predictors, Set.of(Stage.INFERENCE), stats),
            Pool.of(1, Set.of(Stage.WRITE), stats)),
        wallSeconds);
  }

  private static Optional<Bottleneck> candidate(Pool pool, double wallSeconds) {
    return pool.busySeconds().entrySet().stream()
        .filter(stage -> stage.getValue() > 0)
        .max(Map.Entry.<Stage, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(stage -> new Bottleneck(stage.getKey(), pool.utilisation(wallSeconds)));
  }

  /**
   * Threads that do the same work, one or more stages each, and how busy they were.
   *
   * @param workers how many threads, at least 1
   * @param busySeconds for each of its stages, summed over the threads
   */
  public record Pool(int workers, Map<Stage, Double> busySeconds) {
    public Pool {
      if (workers < 1) {
        throw new IllegalArgumentException(workers + " workers");
      }
      busySeconds = Map.copyOf(busySeconds);
    }

    /** The pool whose threads did the given stages. */
    public static Pool of(int workers, Set<Stage> stages, Map<Stage, Stats> stats) {
      Map<Stage, Double> busy = new EnumMap<>(Stage.class);
      stages.forEach(stage -> busy.put(stage, stats.get(stage).totalSeconds()));
      return new Pool(workers, busy);
    }

    /** Share of the threads' time that was work rather than waiting, 0..1. */
    double utilisation(double wallSeconds) {
      double busy = busySeconds.values().stream().mapToDouble(Double::doubleValue).sum();
      return Math.min(1, busy / (workers * wallSeconds));
    }
  }
}
