package io.github.resnet50.run;

import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed stretch of the walk order that goes through the model at once. What the engine gives for
 * an image depends, in the last digits, on the batch around it; so a batch is these images and no
 * others, whatever is ready first, and predictions are the same bytes in every run. The walk's last
 * goes through in parts, so that no predictor stands idle for long while another has it.
 *
 * <p>Filled by the scanning thread, then by decoding threads, one a slot; the thread that fills the
 * last slot passes the batch on, and from then on it belongs to one thread at a time.
 */
final class Batch {
  /** So many, whatever the number of predictors, for the sake of the same bytes. */
  private static final int PARTS_OF_LAST = 4;

  private final Checkpoint checkpoint;
  private boolean isLast;
  private final List<Slot> slots = new ArrayList<>();

  /** Slots that are not filled yet, and one for the seal. */
  private final AtomicInteger open = new AtomicInteger(1);

  /**
   * @param checkpoint its place among the run's batches
   */
  Batch(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * What goes through the model at once: a batch, or a part of the last.
   *
   * @param number among the batch's parts, from 0
   * @param items in walk order
   */
  record Part(Checkpoint checkpoint, int number, int parts, List<Run.Item> items) {}

  /** All of its images, of about the same number each; to be called once all slots are filled. */
  List<Part> parts() {
    int size = isLast ? (slots.size() + PARTS_OF_LAST - 1) / PARTS_OF_LAST : slots.size();
    int count = (slots.size() + size - 1) / size;
    List<Part> parts = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      int end = Math.min((number + 1) * size, slots.size());
      List<Run.Item> items =
          slots.subList(number * size, end).stream().map(slot -> slot.item).toList();
      parts.add(new Part(checkpoint, number, count, items));
    }
    return parts;
  }

  /** Adds a path; by the scanning thread only, before the seal. */
  Slot add(ImageRef ref) {
    open.incrementAndGet();
    Slot slot = new Slot(ref);
    slots.add(slot);
    return slot;
  }

  /**
   * No path follows in this batch.
   *
   * @param isWalksLast whether no batch follows either
   * @return whether every slot is filled, so that the caller hands the batch on
   */
  boolean seal(boolean isWalksLast) {
    isLast = isWalksLast;
    return open.decrementAndGet() == 0;
  }

  /** One path of a batch: first the path, then its pixels or why there are none. */
  final class Slot {
    private final ImageRef ref;
    private Run.Item item;

    private Slot(ImageRef ref) {
      this.ref = ref;
    }

    Batch batch() {
      return Batch.this;
    }

    ImageRef ref() {
      return ref;
    }

    /**
     * @param crops the model's input pixels, of each part of the image that it sees
     * @param width the image's own width
     * @param height the image's own height
     * @param details what is known of it, of what was asked for
     * @return whether this was the batch's last open slot
     */
    boolean fill(List<RgbImage> crops, int width, int height, ImageDetails details) {
      item = new Run.Item(ref, crops, width, height, null, details);
      return open.decrementAndGet() == 0;
    }

    /** Like {@link #fill}, for a path that yields no pixels. */
    boolean fail(ImageFailure why, ImageDetails details) {
      item = new Run.Item(ref, List.of(), 0, 0, why, details);
      return open.decrementAndGet() == 0;
    }
  }
}
