package io.github.resnet50.run;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import io.github.resnet50.report.journal.ResumeException;
import io.github.resnet50.run.Run.Wiring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The walk, cut into batches. It runs ahead of the writer by a fixed number of batches and no more:
 * that bounds the run's memory, even where one slow image holds up the order. With the first batch
 * that no earlier run has done, it has the engine started.
 */
final class ScanWorker implements Pipeline.Worker {
  private final Wiring wiring;
  private final ImageWalk walk;
  private final Checkpoints checkpoints;
  private final PassedBatches passed;
  private long found;
  private boolean exhausted;

  /** Takes batches that nobody works on: those of an earlier run, and one that was not filled. */
  interface PassedBatches {
    void take(Checkpoint batch) throws InterruptedException;
  }

  ScanWorker(Wiring wiring, ImageWalk walk, Checkpoints checkpoints, PassedBatches passed) {
    this.wiring = wiring;
    this.walk = walk;
    this.checkpoints = checkpoints;
    this.passed = passed;
  }

  @Override
  public void run() throws InterruptedException, IOException, ResumeException {
    int batchSize = wiring.config().batchSize();
    long sequence = 0;
    boolean started = false;
    while (more() && !wiring.stop().isEnough()) {
      wiring.permits().acquire();
      List<ImageRef> refs = new ArrayList<>(batchSize);
      do {
        refs.add(walk.next());
        found++;
      } while (refs.size() < batchSize && more());
      if (refs.size() < batchSize && !exhausted) {
        // The run is to stop, and the batch is not full: it would be another one.
        passed.take(new Checkpoint(sequence, null, null));
        break;
      }
      Checkpoint checkpoint = checkpoints.look(sequence++, refs);
      if (checkpoint.recorded() != null) {
        refs.forEach(ref -> ref.source().release());
        passed.take(checkpoint);
        continue;
      }
      if (!started) {
        wiring.startup().start();
        started = true;
      }
      dispatch(refs, checkpoint);
    }
    if (!started) {
      wiring.startup().abandon(); // seconds of loading for nothing
    }
    if (exhausted) {
      checkpoints.walkEnded(sequence);
      wiring.listener().walkEnded(found);
    }
  }

  private void dispatch(List<ImageRef> refs, Checkpoint checkpoint) throws InterruptedException {
    Batch batch = new Batch(checkpoint);
    for (ImageRef ref : refs) {
      wiring.paths().put(batch.add(ref));
    }
    boolean isFull = refs.size() == wiring.config().batchSize();
    // One image needs no parts, and where paths come one by one it need not wait for the next.
    boolean isLast = !walk.isFollowed() && (!isFull || (refs.size() > 1 && !walk.hasNext()));
    if (batch.seal(isLast)) {
      wiring.pass(batch);
    }
  }

  private boolean more() {
    if (wiring.stop().isGiven()) {
      return false;
    }
    exhausted = !walk.hasNext();
    return !exhausted;
  }

  /** Paths found; to be read when the worker has ended. */
  long found() {
    return found;
  }

  /** Whether the walk came to its end; to be read when the worker has ended. */
  boolean isExhausted() {
    return exhausted;
  }
}
