package io.github.resnet50.report.journal;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.report.journal.RecordIndex.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/**
 * Of a walk the files that have no record yet, or none of what they are now; of the others it notes
 * which record they have.
 */
final class UpdateWalk extends Lookahead<ImageRef> {
  private final Iterator<ImageRef> walk;
  private final RecordIndex index;
  private final UpdatePlan plan;
  private final boolean byContent;
  private final Queue<FileState> handedOut = new ArrayDeque<>();
  private int nextRecord;
  private int lastRecord = RecordIndex.NONE;
  private long toDo;
  private long added;
  private long changed;
  private long unchanged;
  private long keptFailed;
  private boolean isSame = true;

  /**
   * @param records how many there are already; those of the files that are handed out follow
   */
  UpdateWalk(
      Iterator<ImageRef> walk, RecordIndex index, UpdatePlan plan, boolean byContent, int records) {
    this.walk = walk;
    this.index = index;
    this.plan = plan;
    this.byContent = byContent;
    this.nextRecord = records;
  }

  @Override
  protected ImageRef advance() {
    while (walk.hasNext()) {
      ImageRef ref = walk.next();
      FileState now = FileState.of(ref, byContent);
      Found found = index.take(now, ref.source().part());
      boolean isKept = found.record() != RecordIndex.NONE;
      note(found, isKept ? found.record() : nextRecord, now);
      if (isKept) {
        ref.source().release();
      } else {
        nextRecord++;
        handedOut.add(now);
        return ref.at(toDo++);
      }
    }
    return null;
  }

  private void note(Found found, int record, FileState now) {
    boolean isNew = found.place() == RecordIndex.NONE;
    boolean isUnchanged = !isNew && record == found.place();
    if (isNew) {
      added++;
    } else if (isUnchanged) {
      unchanged++;
    } else {
      changed++;
    }
    if (found.record() != RecordIndex.NONE) {
      keptFailed += index.isFailed(record) ? 1 : 0;
    }
    isSame &=
        isUnchanged
            && record > lastRecord
            && index.hasState(record, now)
            && (!byContent || index.hasContent(record, now));
    lastRecord = record;
    try {
      plan.add(new UpdatePlan.Entry(record, found.place(), now));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was seen of the next files that were handed out. */
  List<FileState> seen(int files) {
    List<FileState> seen = new ArrayList<>(files);
    while (seen.size() < files) {
      seen.add(handedOut.remove());
    }
    return seen;
  }

  /** Whether each file has its record in the finished output, in its order. */
  boolean isSame() {
    return isSame;
  }

  /** Files that were handed out. */
  long toDo() {
    return toDo;
  }

  /** Files without a record in the finished output. */
  long added() {
    return added;
  }

  /** Files that are not what they were when it was made. */
  long changed() {
    return changed;
  }

  /** Files whose record stays. */
  long unchanged() {
    return unchanged;
  }

  /** Of all files that were not handed out, those whose record is a failure. */
  long keptFailed() {
    return keptFailed;
  }
}
