package io.github.resnet50.spark;

import io.github.resnet50.image.ImageRef;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The walk, cut into windows as {@code classify} cuts it, and those dealt out to tasks in order. A
 * window never spans two tasks: what the engine gives for an image depends, in the last digits, on
 * the batch around it.
 */
final class SlicePlan {
  /** So long a block is one window: small jobs are dealt out finely. */
  private static final int SINGLE_WINDOWS = 4096;

  private static final int WINDOWS_A_BLOCK = 32;

  /** Tasks a slot, so that the last of them end about together. */
  private static final int TASKS_A_SLOT = 4;

  private final List<Block> blocks = new ArrayList<>();
  private final long found;

  /**
   * Takes the whole walk.
   *
   * @param batchSize images a window
   */
  SlicePlan(Iterator<ImageRef> walk, int batchSize) {
    List<ImageRef> block = new ArrayList<>();
    long count = 0;
    while (walk.hasNext()) {
      block.add(walk.next());
      count++;
      if (block.size() == batchSize * (blocks.size() < SINGLE_WINDOWS ? 1 : WINDOWS_A_BLOCK)) {
        blocks.add(Block.of(block));
        block.clear();
      }
    }
    if (!block.isEmpty()) {
      blocks.add(Block.of(block));
    }
    this.found = count;
  }

  /** Paths in the walk. */
  long found() {
    return found;
  }

  /** Bytes in which the driver keeps them. */
  long packedBytes() {
    return blocks.stream().mapToLong(block -> block.packed().length).sum();
  }

  /**
   * The tasks.
   *
   * @param slots how many can run at once
   * @param mostImages about how many images a task may have
   */
  List<Slice> slices(int slots, int mostImages) {
    long wanted = Math.min(mostImages, found / ((long) slots * TASKS_A_SLOT) + 1);
    List<Slice> slices = new ArrayList<>();
    List<Block> slice = new ArrayList<>();
    long first = 0;
    long images = 0;
    for (Block block : blocks) {
      slice.add(block);
      images += block.images();
      if (images >= wanted) {
        slices.add(new Slice(first, slice));
        first += images;
        images = 0;
        slice.clear();
      }
    }
    if (!slice.isEmpty()) {
      slices.add(new Slice(first, slice));
    }
    return slices;
  }
}
