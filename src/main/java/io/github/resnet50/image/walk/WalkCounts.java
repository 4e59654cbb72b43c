package io.github.resnet50.image.walk;

import io.github.resnet50.image.PassedOver;
import java.util.ArrayList;
import java.util.List;

/**
 * What a walk has come across so far. With shards it is that of the whole walk, which every shard
 * makes.
 *
 * @param roots paths that were named
 * @param paths that were taken, of all shards; also those that have a problem
 * @param folders that were entered
 * @param passedOver what was not taken
 * @param withoutImage folders directly below a root in which nothing was taken
 */
public record WalkCounts(
    long roots, long paths, long folders, PassedOver passedOver, WithoutImage withoutImage) {
  /** Nothing. */
  public static final WalkCounts NONE =
      new WalkCounts(0, 0, 0, PassedOver.NOTHING, new WithoutImage(0, List.of()));

  /**
   * Folders in which nothing was taken.
   *
   * @param first some of them
   */
  public record WithoutImage(long count, List<Folder> first) {
    /** So many are kept. */
    static final int MOST = 20;

    public WithoutImage {
      first = List.copyOf(first);
    }

    /**
     * A folder without an image.
     *
     * @param name as it would be in outputs
     * @param passedOver what lies in it instead
     */
    public record Folder(String name, PassedOver passedOver) {}

    WithoutImage plus(WithoutImage other) {
      List<Folder> both = new ArrayList<>(first);
      both.addAll(other.first);
      return new WithoutImage(count + other.count, both.subList(0, Math.min(MOST, both.size())));
    }
  }

  /** Of both walks together. */
  public WalkCounts plus(WalkCounts other) {
    return new WalkCounts(
        roots + other.roots,
        paths + other.paths,
        folders + other.folders,
        WalkCounter.sum(passedOver, other.passedOver),
        withoutImage.plus(other.withoutImage));
  }
}
