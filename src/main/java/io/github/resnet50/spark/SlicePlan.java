package io.github.resnet50.spark;

import io.github.resnet50.image.ImageRef;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The walk, cut into batches as {@code classify} cuts it, and those dealt out to tasks in order. A
 * batch never spans two tasks: what the engine gives for an image depends, in the last digits, on
 * the batch around it.
 */
final class SlicePlan {
  /** So long a block is one batch: small jobs are dealt out finely. */
  private static final int SINGLE_BATCHES = 4096;

  private static final int BATCHES_A_BLOCK = 32;

  /** Tasks a slot, so that the last of them end about together. */
  private static final int TASKS_A_SLOT = 4;

  private static final int MOST_SLOTS = 100_000;

  private final List<Slice.Block> blocks = new ArrayList<>();
  private final long found;

  /**
   * Takes the whole walk.
   *
   * @param each is given every path of it
   * @param batchSize images a batch
   */
  SlicePlan(Iterator<ImageRef> walk, Consumer<ImageRef> each, int batchSize) {
    List<ImageRef> block = new ArrayList<>();
    long count = 0;
    while (walk.hasNext()) {
      ImageRef ref = walk.next();
      each.accept(ref);
      block.add(ref);
      count++;
      if (block.size() == batchSize * (blocks.size() < SINGLE_BATCHES ? 1 : BATCHES_A_BLOCK)) {
        blocks.add(Slice.Block.of(block));
        block.clear();
      }
    }
    if (!block.isEmpty()) {
      blocks.add(Slice.Block.of(block));
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
    List<Slice.Block> slice = new ArrayList<>();
    long first = 0;
    long images = 0;
    for (Slice.Block block : blocks) {
      slice.add(block);
      images += block.images();
      boolean isLast = first + images == found;
      if (images >= wanted || isLast) {
        slices.add(new Slice(first, slice, isLast));
        first += images;
        images = 0;
        slice.clear();
      }
    }
    return slices;
  }

  /** How many tasks a cluster can run at once, as far as it is known when a job begins. */
  static int slots(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    int cores = conf.getInt("spark.executor.cores", 1);
    int instances =
        Math.max(
            conf.getInt("spark.executor.instances", 0),
            conf.getBoolean("spark.dynamicAllocation.enabled", false)
                ? conf.getInt("spark.dynamicAllocation.maxExecutors", 0)
                : 0);
    long asked = (long) instances * cores;
    int registered = spark.defaultParallelism(); // the cores of executors that have come up
    long most = Math.max(Math.max(asked, registered), conf.getInt("spark.cores.max", 0));
    return (int) Math.max(1, Math.min(MOST_SLOTS, most / conf.getInt("spark.task.cpus", 1)));
  }
}
