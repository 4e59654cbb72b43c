package io.github.resnet50.report.journal;

import io.github.resnet50.image.ImageRef;
import java.io.IOException;
import java.util.List;

/**
 * What a run asks and tells about its windows, so that another can go on from it. The walk asks,
 * window by window; the writer tells, in the same order but later.
 */
public interface Checkpoints {
  /** For outputs that no other run can go on with, such as standard output. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Checkpoint look(long sequence, List<ImageRef> refs) {
          return new Checkpoint(sequence, null, null);
        }

        @Override
        public void walkEnded(long windows) {}

        @Override
        public void keep(Checkpoint window) {
          throw new IllegalStateException("there is nothing to keep");
        }

        @Override
        public void written(Checkpoint window, int failed) {}
      };

  /**
   * A window on its way from the walk to the writer.
   *
   * @param sequence place among the windows, from 0
   * @param inputs what it is made of; null where nobody asks
   * @param recorded its records, where an earlier run has made them; else null
   */
  record Checkpoint(long sequence, WindowInputs inputs, RecordedWindow recorded) {}

  /**
   * Says whether a window is done already.
   *
   * @throws ResumeException where its paths are not those of the earlier run
   */
  Checkpoint look(long sequence, List<ImageRef> refs) throws IOException, ResumeException;

  /**
   * The walk has ended after so many windows.
   *
   * @throws ResumeException where the earlier run had more
   */
  void walkEnded(long windows) throws IOException, ResumeException;

  /** Takes over a window's records as they are. */
  void keep(Checkpoint window) throws IOException;

  /** A window's records have been written and flushed. */
  void written(Checkpoint window, int failed) throws IOException;
}
