package io.github.resnet50.run;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.journal.Checkpoints.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed stretch of the walk order that is classified as one batch. What the engine gives for an
 * image depends, in the last digits, on the batch around it; so a batch is these paths and no
 * others, whatever is ready first, and predictions are the same bytes in every run.
 *
 * <p>Filled by the scanning thread, then by decoding threads, one a slot; whoever brings the last
 * piece hands the window on, and from then on it belongs to one thread at a time.
 */
final class Window {
  private final Checkpoint checkpoint;
  private final List<Slot> slots = new ArrayList<>();

  /** Slots that are not filled yet, and one for the seal. */
  private final AtomicInteger open = new AtomicInteger(1);

  private boolean abandoned;
  private List<ItemResult> results = List.of();

  /**
   * @param checkpoint its place among the run's windows, and what an earlier run knows of it
   */
  Window(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  long sequence() {
    return checkpoint.sequence();
  }

  /** Whether an earlier run has done it; there are no slots then. */
  boolean isRecorded() {
    return checkpoint.recorded() != null;
  }

  int size() {
    return slots.size();
  }

  List<Slot> slots() {
    return slots;
  }

  /** Adds a path; by the scanning thread only, before the seal. */
  Slot add(ImageRef ref) {
    open.incrementAndGet();
    Slot slot = new Slot(this, ref);
    slots.add(slot);
    return slot;
  }

  /** No path follows. True if every slot is filled, so that the caller hands the window on. */
  boolean seal() {
    return open.decrementAndGet() == 0;
  }

  /** Marks a window whose images were not all looked at, because the run is to stop. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  void results(List<ItemResult> itemResults) {
    this.results = itemResults;
  }

  List<ItemResult> results() {
    return results;
  }

  /** One path of a window: first the path, then its pixels or why there are none. */
  static final class Slot {
    private final Window window;
    private final ImageRef ref;
    private RgbImage pixels;
    private int width;
    private int height;
    private ImageFailure failure;

    private Slot(Window window, ImageRef ref) {
      this.window = window;
      this.ref = ref;
    }

    Window window() {
      return window;
    }

    ImageRef ref() {
      return ref;
    }

    /**
     * @param modelSized the model's input pixels
     * @param imageWidth the image's own width
     * @param imageHeight the image's own height
     * @return whether this was the window's last open slot
     */
    boolean fill(RgbImage modelSized, int imageWidth, int imageHeight) {
      this.pixels = modelSized;
      this.width = imageWidth;
      this.height = imageHeight;
      return window.open.decrementAndGet() == 0;
    }

    /** Like {@link #fill}, for a path that yields no pixels. */
    boolean fail(ImageFailure why) {
      this.failure = why;
      return window.open.decrementAndGet() == 0;
    }

    /** Null where the slot failed. */
    RgbImage pixels() {
      return pixels;
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    /** Null where the slot has pixels. */
    ImageFailure failure() {
      return failure;
    }

    /** Lets the pixels go once they are in a tensor. */
    void release() {
      pixels = null;
    }
  }
}
