package io.github.resnet50.explain;

/** An image cut into cells that are about square. */
record Grid(int rows, int columns) {

  /**
   * @param cells about how many
   */
  static Grid of(int cells, int width, int height) {
    int rows = (int) Math.round(Math.sqrt((double) cells * height / width));
    rows = Math.max(1, Math.min(Math.min(rows, cells), height));
    int columns = Math.round((float) cells / rows);
    return new Grid(rows, Math.max(1, Math.min(columns, width)));
  }

  int cells() {
    return rows * columns;
  }

  /** For each pixel the cell that it lies in. */
  int[] segments(int width, int height) {
    int[] segments = new int[width * height];
    for (int i = 0; i < segments.length; i++) {
      int row = (i / width) * rows / height;
      int column = (i % width) * columns / width;
      segments[i] = row * columns + column;
    }
    return segments;
  }
}
