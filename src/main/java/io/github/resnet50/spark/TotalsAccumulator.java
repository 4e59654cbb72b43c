package io.github.resnet50.spark;

import org.apache.spark.util.AccumulatorV2;

/**
 * Gathers what tasks have measured. Spark takes over an update of a task of a result stage exactly
 * once, with its first successful attempt; so the counts are those of the records, whatever failed
 * and was repeated.
 */
final class TotalsAccumulator extends AccumulatorV2<TaskTotals, TaskTotals> {
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
