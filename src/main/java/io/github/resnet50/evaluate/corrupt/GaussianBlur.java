package io.github.resnet50.evaluate.corrupt;

/**
 * Gaussian blur.
 *
 * @param sigma standard deviation in pixels
 * @param radius how many pixels on either side count
 */
record GaussianBlur(double sigma, int radius, Edge edge) {

  /**
   * As SciPy cuts a kernel off.
   *
   * @param truncate at how many standard deviations
   */
  static GaussianBlur of(double sigma, double truncate, Edge edge) {
    return new GaussianBlur(sigma, (int) (truncate * sigma + .5), edge);
  }

  /** First along the rows, then along the columns. */
  Plane apply(Plane image) {
    double[][] across = weights(image.width());
    Plane rows =
        image.with(
            (x, y, c) -> {
              double value = 0;
              for (int i = first(x); i <= last(x, image.width()); i++) {
                value += across[x][i] * image.at(i, y, c);
              }
              return value;
            });
    double[][] down = weights(image.height());
    return rows.with(
        (x, y, c) -> {
          double value = 0;
          for (int i = first(y); i <= last(y, image.height()); i++) {
            value += down[y][i] * rows.at(x, i, c);
          }
          return value;
        });
  }

  private int first(int place) {
    return Math.max(0, place - radius);
  }

  private int last(int place, int size) {
    return Math.min(size - 1, place + radius);
  }

  /**
   * What each place of a line weighs in each blurred one. The kernel is folded at the edges, since
   * it may be several times as long as the line.
   */
  private double[][] weights(int size) {
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    double[][] weights = new double[size][size];
    for (int place = 0; place < size; place++) {
      for (int i = -radius; i <= radius; i++) {
        weights[place][edge.place(place + i, size)] += kernel[i + radius] / sum;
      }
    }
    return weights;
  }
}
