package io.github.resnet50.graph.fromonnx;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The size of a batch while a graph is translated. Shapes are worked out with {@value #SIZE} images
 * in the batch, a prime number that no model's sizes are multiples of: what is a multiple of it is
 * as many times the batch, whatever arithmetic it went through.
 *
 * @param exported the size that the file's graph is made for; empty where it leaves it open
 */
record Batch(OptionalLong exported) {
  static final long SIZE = 10007;

  /** Whether a size is that of the batch, or some multiple of it. */
  static boolean isIn(long size) {
    return size > 0 && size % SIZE == 0;
  }

  /** The first axis that holds the batch; -1 where none does. */
  static int axis(List<Long> sizes) {
    for (int i = 0; i < sizes.size(); i++) {
      if (isIn(sizes.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The sizes that a reshaping means, for a graph that was made for one size of batch as for one
   * that leaves it open.
   *
   * @param from the sizes before
   * @param to what the graph says: concrete, but for -1 for what is left over
   */
  List<Long> reshaped(List<Long> from, List<Long> to) {
    long have = product(from);
    boolean knowsBatch = to.stream().anyMatch(Batch::isIn);
    if (knowsBatch && !isIn(have)) {
      // A constant that is repeated for each image stays one: whoever takes it repeats it.
      return filled(have, to.stream().map(size -> isIn(size) ? size / SIZE : size).toList());
    }
    if (knowsBatch || exported.isEmpty() || !isIn(have)) {
      return filled(have, to);
    }
    // The graph's sizes are those of its own batch, and so is what is left over.
    long batch = exported.getAsLong();
    List<Long> meant = filled(have / SIZE * batch, to);
    if (product(meant) * SIZE != have * batch) {
      return meant;
    }
    long before = product(from.subList(0, axis(from)));
    long passed = 1;
    for (int i = 0; i < meant.size(); i++) {
      if (passed == before && meant.get(i) % batch == 0) {
        List<Long> open = new ArrayList<>(meant);
        open.set(i, meant.get(i) / batch * SIZE);
        return List.copyOf(open);
      }
      passed *= meant.get(i);
    }
    return meant;
  }

  private static List<Long> filled(long have, List<Long> to) {
    long known = to.stream().filter(size -> size >= 0).reduce(1L, (a, b) -> a * b);
    return to.stream().map(size -> size < 0 && known > 0 ? have / known : size).toList();
  }

  static long product(List<Long> sizes) {
    return sizes.stream().reduce(1L, (a, b) -> a * b);
  }
}
