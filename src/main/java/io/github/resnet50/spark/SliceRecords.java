package io.github.resnet50.spark;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.ModelSource;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The records of one slice, in walk order, while they are made: a {@link ClassifyRun} in a thread
 * of its own, of which the task takes what it writes. It ends where all is done, and throws where
 * it is not: a task that was stopped must not look like one that has ended.
 */
final class SliceRecords extends Lookahead<ItemResult> implements AutoCloseable {
  /** Records that may wait for the output; their pixels are gone. */
  private static final int WAITING = 256;

  private static final long PATIENCE_SECONDS = 60;

  private final Channel<ItemResult> records = new Channel<>(WAITING);
  private final ClassifyRun run;
  private final Thread thread;
  private final BiConsumer<ClassifyRun, RunOutcome> done;
  private RunOutcome outcome; // these two are set before the channel is closed
  private Throwable failure;

  /**
   * Begins.
   *
   * @param config what a run has to know, apart from its images
   * @param done called once the last record was taken, in the thread that took it
   */
  SliceRecords(
      RunConfig config,
      ModelSource source,
      Run.Heap heap,
      ImageWalk images,
      BiConsumer<ClassifyRun, RunOutcome> done) {
    this.done = done;
    this.run = new ClassifyRun(config, source, RunListener.NONE, ClassifySettings.TOP_K, heap);
    this.thread = new Thread(() -> classify(images), "classify");
    thread.setDaemon(true);
    thread.start();
  }

  private void classify(ImageWalk images) {
    try {
      outcome = run.run(() -> images, columns -> new ToTask(), Checkpoints.NONE);
    } catch (Exception | Error e) {
      failure = e;
    } finally {
      records.close();
    }
  }

  @Override
  protected ItemResult advance() {
    ItemResult record = take();
    if (record == null) {
      requireComplete();
      done.accept(run, outcome);
    }
    return record;
  }

  private ItemResult take() {
    try {
      return records.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the task was interrupted", e);
    }
  }

  private void requireComplete() {
    if (failure != null) {
      throw new IllegalStateException("the slice was not classified: " + failure, failure);
    }
    if (outcome.end() != End.COMPLETE) {
      throw new IllegalStateException("the task was stopped");
    }
  }

  /** Ends the run, wherever it is; afterwards nothing of it uses the model any more. */
  @Override
  public void close() {
    run.stop();
    records.close();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands records over; a task that has ended takes no more, and the run fails with that. */
  private final class ToTask implements PredictionSink {
    @Override
    public void write(ItemResult result) {
      try {
        records.put(result);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
