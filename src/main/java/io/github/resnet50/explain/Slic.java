package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;
import java.util.Arrays;

/**
 * SLIC superpixels (Achanta et al. 2012): k-means in place and CIELAB colour, each centre looking
 * only at its neighbourhood; then small disconnected pieces are merged into a neighbour.
 */
final class Slic {
  private static final int ROUNDS = 8;

  /**
   * Weight of position relative to colour. The paper takes 10, for segments that follow every edge;
   * here they are to be of about one size too, as what is estimated for each is equally uncertain.
   */
  private static final double COMPACTNESS = 30;

  private static final double LAB_EPSILON = 216.0 / 24389;
  private static final double LAB_KAPPA = 24389.0 / 27;

  private final int width;
  private final int height;
  private final float[][] lab;
  private final double step;
  private final double[][] centres; // lightness, a, b, x, y
  private final int[] labels;

  private Slic(RgbImage image, int wanted) {
    this.width = image.width();
    this.height = image.height();
    this.lab = lab(image);
    CellGrid grid = CellGrid.of(wanted, width, height);
    this.step = Math.sqrt((double) width * height / grid.cells());
    this.labels = grid.segments(width, height);
    this.centres = new double[grid.cells()][5];
    move();
  }

  /**
   * Segments an image.
   *
   * @param wanted about how many segments
   * @return a segment for each pixel, row by row, from 0 without gaps
   */
  static int[] segments(RgbImage image, int wanted) {
    Slic slic = new Slic(image, wanted);
    for (int round = 0; round < ROUNDS; round++) {
      slic.assign();
      slic.move();
    }
    return slic.connected();
  }

  private void assign() {
    double[] nearest = new double[labels.length];
    Arrays.fill(nearest, Double.MAX_VALUE);
    double placeWeight = COMPACTNESS / step * (COMPACTNESS / step);
    for (int k = 0; k < centres.length; k++) {
      double[] centre = centres[k];
      int top = (int) Math.max(0, centre[4] - step);
      int bottom = (int) Math.min(height - 1, centre[4] + step);
      int left = (int) Math.max(0, centre[3] - step);
      int right = (int) Math.min(width - 1, centre[3] + step);
      for (int y = top; y <= bottom; y++) {
        for (int x = left; x <= right; x++) {
          int i = y * width + x;
          double distance =
              square(lab[0][i] - centre[0])
                  + square(lab[1][i] - centre[1])
                  + square(lab[2][i] - centre[2])
                  + placeWeight * (square(x - centre[3]) + square(y - centre[4]));
          if (distance < nearest[i]) {
            nearest[i] = distance;
            labels[i] = k;
          }
        }
      }
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /** Moves each centre to the mean of its pixels; one without pixels stays. */
  private void move() {
    double[][] sums = new double[centres.length][5];
    int[] counts = new int[centres.length];
    for (int i = 0; i < labels.length; i++) {
      double[] sum = sums[labels[i]];
      sum[0] += lab[0][i];
      sum[1] += lab[1][i];
      sum[2] += lab[2][i];
      sum[3] += i % width;
      int row = i / width;
      sum[4] += row;
      counts[labels[i]]++;
    }
    for (int k = 0; k < centres.length; k++) {
      for (int j = 0; j < 5 && counts[k] > 0; j++) {
        centres[k][j] = sums[k][j] / counts[k];
      }
    }
  }

  /** Numbers connected pieces; small ones become part of the piece before them. */
  private int[] connected() {
    int[] pieces = new int[labels.length];
    Arrays.fill(pieces, -1);
    int[] queue = new int[labels.length];
    int smallest = (int) (step * step / 2);
    int count = 0;
    for (int start = 0; start < labels.length; start++) {
      if (pieces[start] >= 0) {
        continue;
      }
      int neighbour =
          start % width > 0 ? pieces[start - 1] : start >= width ? pieces[start - width] : -1;
      int size = flood(start, count, pieces, queue);
      if (size < smallest && neighbour >= 0) {
        for (int i = 0; i < size; i++) {
          pieces[queue[i]] = neighbour;
        }
      } else {
        count++;
      }
    }
    return pieces;
  }

  private int flood(int start, int piece, int[] pieces, int[] queue) {
    pieces[start] = piece;
    queue[0] = start;
    int size = 1;
    for (int next = 0; next < size; next++) {
      int i = queue[next];
      int x = i % width;
      int[] around = {x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width};
      for (int j : around) {
        if (j >= 0 && j < labels.length && pieces[j] < 0 && labels[j] == labels[start]) {
          pieces[j] = piece;
          queue[size++] = j;
        }
      }
    }
    return size;
  }

  /**
   * Colours in CIELAB (CIE 1976, white point D65), where distances approximate perceived
   * differences.
   *
   * @param image in sRGB (IEC 61966-2-1)
   * @return lightness, a and b, a row each, a column a pixel
   */
  static float[][] lab(RgbImage image) {
    double[] linear = new double[256];
    for (int level = 0; level < 256; level++) {
      double v = level / 255.0;
      linear[level] = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }
    byte[] rgb = image.rgb();
    float[][] lab = new float[3][rgb.length / 3];
    for (int i = 0; i < lab[0].length; i++) {
      double r = linear[rgb[3 * i] & 0xff];
      double g = linear[rgb[3 * i + 1] & 0xff];
      double b = linear[rgb[3 * i + 2] & 0xff];
      double x = cubeRoot((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
      double y = cubeRoot(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
      double z = cubeRoot((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
      lab[0][i] = (float) (116 * y - 16);
      lab[1][i] = (float) (500 * (x - y));
      lab[2][i] = (float) (200 * (y - z));
    }
    return lab;
  }

  /** CIELAB's cube root, which is linear near black. */
  private static double cubeRoot(double t) {
    return t > LAB_EPSILON ? Math.cbrt(t) : (LAB_KAPPA * t + 16) / 116;
  }

  /** An image cut into cells that are about square. */
  record CellGrid(int rows, int columns) {

    /**
     * @param cells about how many
     */
    static CellGrid of(int cells, int width, int height) {
      int rows = (int) Math.round(Math.sqrt((double) cells * height / width));
      rows = Math.max(1, Math.min(Math.min(rows, cells), height));
      int columns = Math.round((float) cells / rows);
      return new CellGrid(rows, Math.max(1, Math.min(columns, width)));
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
}
