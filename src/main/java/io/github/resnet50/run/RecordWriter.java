package io.github.resnet50.run;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.Tally;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import io.github.resnet50.report.journal.RecordedBatch;
import io.github.resnet50.report.timing.StageClock;
import java.io.IOException;
import java.util.List;

/** Writes records, whole batches only, and has each batch survive the process that wrote it. */
final class RecordWriter implements Run.ResultSink<ItemResult> {
  private final SinkOpener opener;
  private final Checkpoints checkpoints;
  private final StageClock write;
  private final RunListener listener;
  private final long maxFailures;
  private final StopSignal stop;
  private final Tally tally = new Tally();
  private PredictionSink sink; // null: nothing was written yet

  /** Starts the output; used once, with the first record, so that no output is made of nothing. */
  interface SinkOpener {
    /**
     * @param recordsFollow false where all records there are come from an earlier run, and only the
     *     format's end is to be written
     */
    PredictionSink open(boolean recordsFollow) throws IOException;
  }

  /**
   * @param maxFailures failed records after which {@code stop} is given; negative: never
   */
  RecordWriter(
      SinkOpener opener,
      Checkpoints checkpoints,
      StageClock write,
      RunListener listener,
      long maxFailures,
      StopSignal stop) {
    this.opener = opener;
    this.checkpoints = checkpoints;
    this.write = write;
    this.listener = listener;
    this.maxFailures = maxFailures;
    this.stop = stop;
  }

  @Override
  public void write(Checkpoint batch, List<ItemResult> records) throws IOException {
    if (sink == null) {
      sink = opener.open(true);
    }
    long start = System.nanoTime();
    int failed = 0;
    for (ItemResult result : records) {
      sink.write(result);
      failed += result instanceof ItemResult.Failed ? 1 : 0;
    }
    sink.flush();
    checkpoints.written(batch, failed);
    for (ItemResult result : records) {
      tally.add(result);
      listener.written(result);
    }
    write.record(System.nanoTime() - start);
    if (tooManyFailures()) {
      stop.give();
    }
  }

  @Override
  public boolean isFull() {
    return tooManyFailures();
  }

  @Override
  public void keep(Checkpoint batch) throws IOException {
    checkpoints.keep(batch);
    RecordedBatch recorded = batch.recorded();
    tally.addEarlier(recorded.ok(), recorded.failed());
    listener.kept(recorded.ok(), recorded.failed());
  }

  @Override
  public void end(boolean cut) throws IOException {
    if (sink == null && !cut && tally.earlier() > 0) {
      sink = opener.open(false);
    }
    if (sink != null) {
      sink.close();
    }
  }

  /**
   * Whether more images failed than the limit allows. Failures of an earlier run do not count:
   * otherwise it could never be resumed.
   */
  boolean tooManyFailures() {
    return maxFailures >= 0 && tally.newlyFailed() > maxFailures;
  }

  /** What was written. */
  Tally tally() {
    return tally;
  }
}
