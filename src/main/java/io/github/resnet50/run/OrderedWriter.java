package io.github.resnet50.run;

import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/** Parts of batches in any order in, batches to the sink in walk order; nothing after a gap. */
final class OrderedWriter<R> implements Pipeline.Worker {
  private final Channel<Done<R>> done;
  private final Semaphore permits;
  private final Run.ResultSink<R> sink;
  private final PriorityQueue<Done<R>> early =
      new PriorityQueue<>(
          Comparator.<Done<R>>comparingLong(part -> part.checkpoint().sequence())
              .thenComparingInt(Done::part));
  private long next; // the batch whose parts are due
  private int partsOfNext; // those that have come
  private List<R> results = new ArrayList<>(); // theirs; null: one of them has none
  private boolean cut;

  /**
   * A part of a batch on its way to the writer.
   *
   * @param part its number in the batch, from 0
   * @param parts of the batch
   * @param results one an image; null where an earlier run has done the batch, or where the part
   *     was left out because the run was stopped
   */
  record Done<R>(Checkpoint checkpoint, int part, int parts, List<R> results) {
    /** A batch that nobody worked on. */
    static <R> Done<R> passed(Checkpoint checkpoint) {
      return new Done<>(checkpoint, 0, 1, null);
    }
  }

  /**
   * @param permits gets one back for each batch
   */
  OrderedWriter(Channel<Done<R>> done, Semaphore permits, Run.ResultSink<R> sink) {
    this.done = done;
    this.permits = permits;
    this.sink = sink;
  }

  @Override
  public void run() throws Exception {
    for (Done<R> part = done.take(); part != null; part = done.take()) {
      early.add(part);
      while (isDue(early.peek())) {
        join(early.remove());
      }
    }
    sink.end(cut);
  }

  private boolean isDue(Done<R> part) {
    return part != null && part.checkpoint().sequence() == next && part.part() == partsOfNext;
  }

  private void join(Done<R> part) throws Exception {
    if (part.results() == null) {
      results = null;
    } else if (results != null) {
      results.addAll(part.results());
    }
    if (++partsOfNext == part.parts()) {
      write(part.checkpoint(), results);
      permits.release();
      next++;
      partsOfNext = 0;
      results = new ArrayList<>();
    }
  }

  private void write(Checkpoint batch, List<R> batchResults) throws Exception {
    boolean isRecorded = batch.recorded() != null;
    cut |= (batchResults == null && !isRecorded) || sink.isFull();
    if (cut) {
      return; // records after a gap would be out of order for a run that resumes
    }
    if (isRecorded) {
      sink.keep(batch);
    } else {
      sink.write(batch, batchResults);
    }
  }

  /** Whether batches were left out because the run was stopped. */
  boolean isCut() {
    return cut;
  }
}
