package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.RgbImage;
import java.util.Arrays;

/**
 * Antialiased resampling of 8-bit RGB, level for level what Pillow's {@code Image.resize(size,
 * filter)} gives (its {@code libImaging/Resample.c} is the reference): a filter as wide as the
 * shrinking factor, horizontally into 8-bit levels first, then vertically, each with weights in
 * fixed point of 22 fractional bits. Torchvision's {@code Resize} on Pillow images is the same.
 *
 * <p>Only the pixels of a box of the target are computed. Each source row is reduced horizontally
 * and added to the target rows it affects immediately, so no intermediate image is kept; the result
 * is the same because integer sums do not depend on their order.
 */
final class Resampler {
  private static final int PRECISION_BITS = 32 - 8 - 2;
  private static final int HALF = 1 << (PRECISION_BITS - 1);

  private Resampler() {}

  /**
   * The mapping of columns or rows: the target, and the part of it to compute.
   *
   * @param extent how much of the source is mapped to the target, from its start: usually all, less
   *     where the source's last column or row lies partly beyond the picture (Pillow's {@code box})
   * @param target the length it is mapped to
   * @param from first place of the part in the target
   * @param size length of the part
   */
  record Grid(double extent, long target, long from, int size) {
    /** As much of the part as lies within the target. */
    static Grid of(double extent, long target, long from, int size) {
      long first = Math.max(0, from);
      return new Grid(extent, target, first, (int) (Math.min(target, from + size) - first));
    }
  }

  /** Changes the pixels of a row before they are resampled. */
  interface RowFilter {
    /**
     * @param rgb changed in place
     */
    void apply(byte[] rgb);
  }

  /** Resizes as described by both grids and cuts out their parts. */
  static RgbImage resize(RgbImage source, Interpolation filter, Grid horizontal, Grid vertical) {
    return resize(source, filter, horizontal, vertical, row -> {});
  }

  /** The same of an image of other pixels, which is not made. */
  static RgbImage resize(
      RgbImage source, Interpolation filter, Grid horizontal, Grid vertical, RowFilter rowFilter) {
    Weights columns = Weights.of(source.width(), horizontal, filter);
    Weights rows = Weights.of(source.height(), vertical, filter);
    int height = vertical.size();
    int stride = horizontal.size() * 3;
    byte[] rgb = new byte[height * stride];
    byte[] pixels = new byte[columns.span() * 3];
    int[] line = new int[stride];
    int[][] sums = new int[rows.mostAtOnce()][stride]; // of target row i at i % sums.length
    for (int[] sum : sums) {
      Arrays.fill(sum, HALF);
    }
    int first = 0;
    for (int y = rows.start[0]; first < height; y++) {
      int from = (y * source.width() + columns.start[0]) * 3;
      int inRow = (source.width() - columns.start[0]) * 3;
      System.arraycopy(source.rgb(), from, pixels, 0, Math.min(pixels.length, inRow));
      rowFilter.apply(pixels);
      columns.reduce(pixels, line);
      for (int out = first; out < height && rows.start[out] <= y; out++) {
        int[] sum = sums[out % sums.length];
        int tap = y - rows.start[out];
        add(sum, line, rows.weight[out * rows.taps + tap]);
        if (tap >= rows.count[out] - 1) {
          finish(sum, rgb, out * stride);
          first++;
        }
      }
    }
    return new RgbImage(horizontal.size(), height, rgb);
  }

  private static void add(int[] sum, int[] line, int weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * line[i];
    }
  }

  /** Writes a target row's levels, and has its sums start anew for another. */
  private static void finish(int[] sum, byte[] rgb, int at) {
    toLevels(sum);
    for (int i = 0; i < sum.length; i++) {
      rgb[at + i] = (byte) sum[i];
    }
    Arrays.fill(sum, HALF);
  }

  /**
   * Weights sum to 1 up to rounding, and their sizes to less than 2: above the upper limit bit 30
   * is set, and every bit of the level is to be; below 0 bit 31 is, and none is to be. Without a
   * comparison the loop becomes vector instructions.
   */
  private static void toLevels(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      int sum = sums[i];
      sums[i] = (sum >> PRECISION_BITS | sum << 1 >> 31) & 255 & ~(sum >> 31);
    }
  }

  /** The weights of the source places for each target place; tables for one row or column. */
  private static final class Weights {
    /** Source places that are weighed in one go. */
    private static final int GROUP = 3;

    /** Weights of a target place in the table, a multiple of {@link #GROUP}; the last may be 0. */
    private final int taps;

    private final int[] start;
    private final int[] count;
    private final int[] weight;

    private Weights(int[] start, int[] count, int taps) {
      this.start = start;
      this.count = count;
      this.taps = taps;
      this.weight = new int[Math.multiplyExact(taps, start.length)];
    }

    /**
     * The weights for the part of the grid to compute.
     *
     * @param source how many columns or rows there are
     */
    static Weights of(int source, Grid grid, Interpolation filter) {
      int size = grid.size();
      double scale = grid.extent() / grid.target();
      double width = Math.max(scale, 1.0);
      double support = filter.support() * width;
      int[] start = new int[size];
      int[] count = new int[size];
      int most = 1;
      for (int i = 0; i < size; i++) {
        double center = (grid.from() + i + 0.5) * scale;
        start[i] = Math.max((int) (center - support + 0.5), 0);
        count[i] = Math.min((int) (center + support + 0.5), source) - start[i];
        most = Math.max(most, count[i]);
      }
      Weights weights = new Weights(start, count, (most + GROUP - 1) / GROUP * GROUP);
      double[] exact = new double[most];
      double perWidth = 1.0 / width;
      for (int i = 0; i < size; i++) {
        double center = (grid.from() + i + 0.5) * scale;
        double sum = 0;
        for (int tap = 0; tap < count[i]; tap++) {
          exact[tap] = filter.weight((tap + start[i] - center + 0.5) * perWidth);
          sum += exact[tap];
        }
        for (int tap = 0; tap < count[i]; tap++) {
          double weight = exact[tap] / sum * (1 << PRECISION_BITS);
          weights.weight[i * weights.taps + tap] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
      }
      return weights;
    }

    /** How many source places the table covers; the last may lie beyond the source, with 0. */
    int span() {
      return start[start.length - 1] + taps - start[0];
    }

    /** To how many target places a source place belongs at most. */
    int mostAtOnce() {
      int most = 1;
      for (int first = 0, i = 0; i < start.length; i++) {
        while (start[first] + count[first] <= start[i]) {
          first++;
        }
        most = Math.max(most, i - first + 1);
      }
      return most;
    }

    /**
     * Source pixels to the levels of one row of the box. With a fixed number of weights in one go,
     * the loop over the row is long and its body without branches, which is what compilers make
     * fast; the first and the last of its bytes come first because a check of their places covers
     * those between.
     *
     * @param pixels {@link #span} of them, from the first with a weight on
     */
    void reduce(byte[] pixels, int[] line) {
      Arrays.fill(line, HALF);
      for (int group = 0; group < taps; group += GROUP) {
        int shift = group - start[0];
        for (int i = 0, out = 0, w = group; i < start.length; i++, out += 3, w += taps) {
          int in = (start[i] + shift) * 3;
          int red = pixels[in] & 0xff;
          int blue = pixels[in + 8] & 0xff;
          int a = weight[w];
          int c = weight[w + 2];
          int b = weight[w + 1];
          line[out] += a * red + b * (pixels[in + 3] & 0xff) + c * (pixels[in + 6] & 0xff);
          line[out + 2] += a * (pixels[in + 2] & 0xff) + b * (pixels[in + 5] & 0xff) + c * blue;
          line[out + 1] +=
              a * (pixels[in + 1] & 0xff)
                  + b * (pixels[in + 4] & 0xff)
                  + c * (pixels[in + 7] & 0xff);
        }
      }
      toLevels(line);
    }
  }
}
