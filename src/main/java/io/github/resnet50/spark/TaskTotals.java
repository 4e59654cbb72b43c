package io.github.resnet50.spark;

import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.report.timing.StageClock.Stats;
import io.github.resnet50.report.timing.TimingReport;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * What tasks have measured, added up.
 *
 * @param ok images classified
 * @param failed paths without a prediction
 * @param batches that went through the engine
 * @param taskSeconds of all tasks, one beside the other or not
 * @param stages of all tasks
 * @param executors by their identifier
 * @param first of the failed paths, in walk order; null where none has failed
 */
record TaskTotals(
    long ok,
    long failed,
    long batches,
    double taskSeconds,
    Map<Stage, StageClock.Recording> stages,
    Map<String, Executor> executors,
    Failure first)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final EngineInfo NOT_STARTED = new EngineInfo(NativeLibrary.ENGINE, null, null);

  /** Nothing yet. */
  static final TaskTotals NONE = new TaskTotals(0, 0, 0, 0, Map.of(), Map.of(), null);

  /**
   * A path without a prediction.
   *
   * @param index its place in the walk
   * @param text which and why
   */
  record Failure(long index, String text) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Null where there is none. */
    static Failure firstOf(Tally tally) {
      return tally.firstFailures().stream()
          .findFirst()
          .map(f -> new Failure(f.index(), f.name() + ": " + f.failure()))
          .orElse(null);
    }

    private static Failure first(Failure a, Failure b) {
      return a == null || (b != null && b.index < a.index) ? b : a;
    }
  }

  /**
   * A Java virtual machine in which tasks ran.
   *
   * @param heapPeakBytes of all its tasks; an upper bound
   * @param rssPeakBytes physical memory; 0 where it is not known
   * @param engineSeconds to load the engine
   * @param modelSeconds to load the model
   * @param firstBatchSeconds of its first task
   * @param engine what computed
   */
  record Executor(
      long heapPeakBytes,
      long rssPeakBytes,
      double engineSeconds,
      double modelSeconds,
      double firstBatchSeconds,
      EngineInfo engine)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The maximum of every value: what one has to provide for. */
    Executor max(Executor other) {
      return new Executor(
          Math.max(heapPeakBytes, other.heapPeakBytes),
          Math.max(rssPeakBytes, other.rssPeakBytes),
          Math.max(engineSeconds, other.engineSeconds),
          Math.max(modelSeconds, other.modelSeconds),
          Math.max(firstBatchSeconds, other.firstBatchSeconds),
          engine);
    }
  }

  TaskTotals plus(TaskTotals other) {
    Map<Stage, StageClock.Recording> allStages = new EnumMap<>(Stage.class);
    allStages.putAll(stages);
    other.stages.forEach((stage, times) -> allStages.merge(stage, times, TaskTotals::sum));
    Map<String, Executor> allExecutors = new TreeMap<>(executors);
    other.executors.forEach((id, executor) -> allExecutors.merge(id, executor, Executor::max));
    return new TaskTotals(
        ok + other.ok,
        failed + other.failed,
        batches + other.batches,
        taskSeconds + other.taskSeconds,
        allStages,
        allExecutors,
        Failure.first(first, other.first));
  }

  private static StageClock.Recording sum(StageClock.Recording a, StageClock.Recording b) {
    StageClock clock = new StageClock();
    clock.add(a);
    clock.add(b);
    return clock.times();
  }

  /** In the terms of the timing report. */
  Map<Stage, Stats> stats() {
    Map<Stage, Stats> stats = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      StageClock clock = new StageClock();
      if (stages.containsKey(stage)) {
        clock.add(stages.get(stage));
      }
      stats.put(stage, clock.snapshot());
    }
    return stats;
  }

  /** The executor with the largest of everything; all zero where no task ended. */
  private Executor largest() {
    return executors.values().stream()
        .reduce(Executor::max)
        .orElse(new Executor(0, 0, 0, 0, 0, NOT_STARTED));
  }

  TimingReport.StartupTimes startup() {
    Executor largest = largest();
    return new TimingReport.StartupTimes(
        largest.engineSeconds(), largest.modelSeconds(), largest.firstBatchSeconds());
  }

  /** Of one executor. */
  MemoryPeak memory() {
    Executor largest = largest();
    return new MemoryPeak(
        largest.heapPeakBytes(), largest.rssPeakBytes() == 0 ? null : largest.rssPeakBytes());
  }

  /** What computed, on one executor. */
  EngineInfo engine() {
    return largest().engine();
  }

  /**
   * Gathers what tasks have measured. Spark takes over an update of a task of a result stage
   * exactly once, with its first successful attempt; so the counts are those of the records,
   * whatever failed and was repeated.
   */
  static final class TotalsAccumulator extends AccumulatorV2<TaskTotals, TaskTotals> {
    private static final long serialVersionUID = 1L;

    /** Never changed but replaced: a heartbeat may read it meanwhile. */
    private volatile TaskTotals totals = TaskTotals.NONE;

    @Override
    public boolean isZero() {
      return totals.executors().isEmpty();
    }

    @Override
    public AccumulatorV2<TaskTotals, TaskTotals> copy() {
      TotalsAccumulator copy = new TotalsAccumulator();
      copy.totals = totals;
      return copy;
    }

    @Override
    public void reset() {
      totals = TaskTotals.NONE;
    }

    @Override
    public synchronized void add(TaskTotals more) {
      totals = totals.plus(more);
    }

    @Override
    public synchronized void merge(AccumulatorV2<TaskTotals, TaskTotals> other) {
      totals = totals.plus(other.value());
    }

    @Override
    public TaskTotals value() {
      return totals;
    }
  }
}
