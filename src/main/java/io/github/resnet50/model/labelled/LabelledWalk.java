package io.github.resnet50.model.labelled;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.ImageRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Images in the order of a walk, held back until their labels are known: those of an archive may
 * lie behind them. An image without waits for the end of its archive, or until too many wait.
 */
final class LabelledWalk extends Lookahead<ImageRef> {
  private final Iterator<ImageRef> all;
  private final ArchivedLabels labels;
  private final int mostWaiting;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /**
   * @param archive that it is in; 0: none
   */
  private record Waiting(ImageRef image, long archive) {}

  /**
   * @param mostWaiting how many images may wait
   */
  LabelledWalk(Iterator<ImageRef> all, ArchivedLabels labels, int mostWaiting) {
    this.all = all;
    this.labels = labels;
    this.mostWaiting = mostWaiting;
  }

  @Override
  protected ImageRef advance() {
    while (true) {
      Waiting first = waiting.peek();
      if (first != null && isReady(first)) {
        return waiting.remove().image();
      }
      if (!all.hasNext()) {
        return first == null ? null : waiting.remove().image();
      }
      ImageRef next = all.next();
      waiting.add(new Waiting(next, labels.archive()));
    }
  }

  private boolean isReady(Waiting first) {
    return waiting.size() > mostWaiting
        || first.archive() == 0
        || first.archive() != labels.archive()
        || first.image().problem() != null
        || labels.knows(first.image().name());
  }
}
