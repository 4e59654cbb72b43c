package io.github.resnet50.evaluate.corrupt;

/** What lies beyond the edge of a line of pixels; the names are SciPy's. */
enum Edge {
  /** {@code d c b | a b c d | c b a}: OpenCV's default. */
  MIRROR {
    @Override
    int place(int i, int size) {
      return size == 1 ? 0 : folded(Math.floorMod(i, 2 * size - 2), 2 * size - 2);
    }
  },
  /** {@code c b a | a b c d | d c b} */
  REFLECT {
    @Override
    int place(int i, int size) {
      return folded(Math.floorMod(i, 2 * size), 2 * size - 1);
    }
  },
  /** {@code a a a | a b c d | d d d} */
  NEAREST {
    @Override
    int place(int i, int size) {
      return Math.max(0, Math.min(i, size - 1));
    }
  };

  /** The place within the line whose value one outside has. */
  abstract int place(int i, int size);

  private static int folded(int place, int sum) {
    return Math.min(place, sum - place);
  }
}
