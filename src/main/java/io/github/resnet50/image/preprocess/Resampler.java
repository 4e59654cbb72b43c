package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.RgbImage;
import java.util.Arrays;

/**
 * Antialiased bilinear resampling of 8-bit RGB, level for level what Pillow's {@code
 * Image.resize(size, BILINEAR)} gives (its {@code libImaging/Resample.c} is the reference): a
 * triangle filter as wide as the shrinking factor, horizontally into 8-bit levels first, then
 * vertically, each with weights in fixed point of 22 fractional bits. Torchvision's {@code Resize}
 * on Pillow images is the same.
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
  record Grid(double extent, long target, long from, int size) {}

  /**
   * Resizes to {@code targetWidth × targetHeight} and cuts a box out of that.
   *
   * @param left first column of the box in the target, and so on
   */
  static RgbImage resize(
      RgbImage source,
      long targetWidth,
      long targetHeight,
      long left,
      long top,
      int width,
      int height) {
    return resize(
        source,
        new Grid(source.width(), targetWidth, left, width),
        new Grid(source.height(), targetHeight, top, height));
  }

  /** Resizes as described by both grids and cuts out their parts. */
  static RgbImage resize(RgbImage source, Grid horizontal, Grid vertical) {
    Weights columns = Weights.of(source.width(), horizontal);
    Weights rows = Weights.of(source.height(), vertical);
    int width = horizontal.size();
    int height = vertical.size();
    int stride = width * 3;
    int[] sums = new int[height * stride];
    Arrays.fill(sums, HALF);
    int[] line = new int[stride];
    int first = 0;
    for (int y = rows.start[0]; first < height; y++) {
      columns.reduce(source.rgb(), y * source.width() * 3, line);
      for (int out = first; out < height && rows.start[out] <= y; out++) {
        int tap = y - rows.start[out];
        if (tap < rows.count[out]) {
          add(sums, out * stride, line, rows.weight[out * rows.taps + tap]);
        }
        if (tap >= rows.count[out] - 1 && out == first) {
          first++;
        }
      }
    }
    byte[] rgb = new byte[sums.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) level(sums[i]);
    }
    return new RgbImage(width, height, rgb);
  }

  private static void add(int[] sums, int offset, int[] line, int weight) {
    for (int i = 0; i < line.length; i++) {
      sums[offset + i] += weight * line[i];
    }
  }

  /**
   * Weights are never negative and sum to 1 up to rounding, so only the upper limit can be
   * exceeded.
   */
  private static int level(int sum) {
    return Math.min(sum >> PRECISION_BITS, 255);
  }

  /** The weights of the source places for each target place; tables for one row or column. */
  private static final class Weights {
    private final int taps;
    private final int[] start;
    private final int[] count;
    private final int[] weight;

    private Weights(int taps, int size) {
      this.taps = taps;
      this.start = new int[size];
      this.count = new int[size];
      this.weight = new int[taps * size];
    }

    /**
     * The weights for the part of the grid to compute.
     *
     * @param source how many columns or rows there are
     */
    static Weights of(int source, Grid grid) {
      int size = grid.size();
      double scale = grid.extent() / grid.target();
      double support = Math.max(scale, 1.0);
      int taps = Math.min((int) Math.ceil(support) * 2 + 1, source);
      Weights weights = new Weights(taps, size);
      double[] exact = new double[taps];
      double perFilter = 1.0 / support;
      for (int i = 0; i < size; i++) {
        double center = (grid.from() + i + 0.5) * scale;
        int start = Math.max((int) (center - support + 0.5), 0);
        int count = Math.min((int) (center + support + 0.5), source) - start;
        double sum = 0;
        for (int tap = 0; tap < count; tap++) {
          exact[tap] = Math.max(1 - Math.abs((tap + start - center + 0.5) * perFilter), 0);
          sum += exact[tap];
        }
        weights.start[i] = start;
        weights.count[i] = count;
        for (int tap = 0; tap < count; tap++) {
          weights.weight[i * taps + tap] = (int) (0.5 + exact[tap] / sum * (1 << PRECISION_BITS));
        }
      }
      return weights;
    }

    /** One source row, starting at {@code row}, to the levels of one row of the box. */
    void reduce(byte[] rgb, int row, int[] line) {
      for (int i = 0, out = 0; i < start.length; i++, out += 3) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int in = row + start[i] * 3;
        int end = i * taps + count[i];
        for (int tap = i * taps; tap < end; tap++, in += 3) {
          int w = weight[tap];
          red += w * (rgb[in] & 0xff);
          green += w * (rgb[in + 1] & 0xff);
          blue += w * (rgb[in + 2] & 0xff);
        }
        line[out] = level(red);
        line[out + 1] = level(green);
        line[out + 2] = level(blue);
      }
    }
  }
}
