package io.github.resnet50.report.journal;

import io.github.resnet50.image.ImageRef;
import java.io.IOException;
import java.util.List;

/**
 * What a run asks and reports about its batches, so that another can continue it. The walk asks,
 * batch by batch; the writer reports, in the same order but later.
 */
public interface Checkpoints {
  /** For outputs that no other run can continue, such as standard output. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Checkpoint look(long sequence, List<ImageRef> refs) {
          return new Checkpoint(sequence, null, null);
        }

        @Override
        public void walkEnded(long batches) {}

        @Override
        public void keep(Checkpoint batch) {
          throw new IllegalStateException("there is nothing to keep");
        }

        @Override
        public void written(Checkpoint batch, int failed) {}
      };

  /**
   * A batch on its way from the walk to the writer.
   *
   * @param sequence place among the batches, from 0
   * @param inputs what it is made of; null where the output has no journal
   * @param recorded its records, where an earlier run has made them; else null
   */
  record Checkpoint(long sequence, RecordedBatch.Inputs inputs, RecordedBatch recorded) {}

  /**
   * Says whether a batch is done already.
   *
   * @throws ResumeException where its paths are not those of the earlier run
   */
  Checkpoint look(long sequence, List<ImageRef> refs) throws IOException, ResumeException;

  /**
   * The walk has ended after so many batches.
   *
   * @throws ResumeException where the earlier run had more
   */
  void walkEnded(long batches) throws IOException, ResumeException;

  /** Takes over a batch's records as they are. */
  void keep(Checkpoint batch) throws IOException;

  /** A batch's records have been written and flushed. */
  void written(Checkpoint batch, int failed) throws IOException;
}
