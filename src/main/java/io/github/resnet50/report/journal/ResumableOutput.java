package io.github.resnet50.report.journal;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.Unseen;
import io.github.resnet50.report.Output;
import java.util.Iterator;
import java.util.Map;

/** A prediction file that a later run can go on with, and that may go on with an earlier one. */
public interface ResumableOutput extends Output, Checkpoints {
  /** Whether records come before what is written next: a format then begins without its header. */
  boolean isContinued();

  /** Whether another run can go on from what this one leaves where it is not committed. */
  boolean leavesRecords();

  /**
   * What of a walk is to be classified, in batches that are looked at here: all of it.
   *
   * @param unseen what the walk could not see; complete once it has ended
   */
  default Iterator<ImageRef> toDo(Iterator<ImageRef> walk, Unseen unseen) {
    return walk;
  }

  /**
   * Adds to what a table says beside its rows.
   *
   * @param more besides the settings that the journal holds, by name
   */
  default void about(Map<String, String> more) {}

  /** The option by which another run goes on. */
  default String option() {
    return "--resume";
  }
}
