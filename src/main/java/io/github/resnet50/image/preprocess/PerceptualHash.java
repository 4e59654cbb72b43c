package io.github.resnet50.image.preprocess;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Resampler.Grid;

/**
 * 64 bits that are nearly the same for pictures that look nearly the same: the signs, about their
 * median, of the 8 × 8 lowest frequencies of the luma at 32 × 32 (the DCT hash of Zauner 2010,
 * <i>Implementation and Benchmarking of Perceptual Image Hash Functions</i>). There are two: {@link
 * #of} of what a model sees, which leaves out the mean, and {@link #phash}, which other programs
 * know.
 *
 * <p>Rather than the differences of neighbouring pixels (dHash), because those are noise wherever a
 * picture is plain, and objects on plain backgrounds are what small data sets consist of. Mirrored
 * and turned pictures have other hashes; that of the mirrored one can be derived: {@link
 * #mirrored}.
 */
public final class PerceptualHash {
  private static final int SIDE = 32;
  private static final int FREQUENCIES = 8;

  /**
   * A mask for the odd frequencies along rows; frequencies count from 1, and along a row they are
   * the lowest three bits of a position.
   */
  private static final long ODD_FREQUENCIES = 0x5555555555555555L;

  /** A row a frequency from 0, a column a pixel. */
  private static final double[][] COSINES = new double[FREQUENCIES + 1][SIDE];

  static {
    for (int u = 0; u < COSINES.length; u++) {
      for (int x = 0; x < SIDE; x++) {
        COSINES[u][x] = StrictMath.cos(Math.PI * u * (2 * x + 1) / (2.0 * SIDE));
      }
    }
  }

  /** Of coefficients that are 0 but for rounding. */
  private static final double NOISE = 1e-6;

  private PerceptualHash() {}

  /** In how many bits two hashes differ, 0..64; up to about 6 the pictures look the same. */
  public static int distance(long one, long other) {
    return Long.bitCount(one ^ other);
  }

  /**
   * Nearly the hash of the same picture mirrored left to right: the odd frequencies along rows
   * change their signs.
   */
  public static long mirrored(long hash) {
    return hash ^ ODD_FREQUENCIES;
  }

  /** The hash of a picture of at least 32 × 32 pixels; a smaller one is enlarged in blocks. */
  public static long of(RgbImage image) {
    // From the first frequency on: the mean says how bright a picture is, not what it shows.
    double[] coefficients = coefficients(luma(image), 1);
    double median = Numbers.median(coefficients);
    long bits = 0;
    for (int i = 0; i < coefficients.length; i++) {
      bits |= coefficients[i] > median ? 1L << i : 0;
    }
    return bits;
  }

  /**
   * The hash that the Python package ImageHash calls {@code phash}, of the upright picture: with
   * the mean, resampled as Pillow does with Lanczos's filter, the bit of the mean first. A bit of a
   * JPEG may differ from that, since decoders differ by a level, and a large one is decoded at a
   * part of its size.
   */
  public static long phash(DecodedImage image) {
    RgbImage pixels = image.pixels();
    RgbImage small =
        image
            .orientation()
            .apply(
                Resampler.resize(
                    pixels,
                    Interpolation.LANCZOS,
                    new Grid((double) image.storedWidth() / image.reduction(), SIDE, 0, SIDE),
                    new Grid((double) image.storedHeight() / image.reduction(), SIDE, 0, SIDE),
                    PerceptualHash::toGray));
    double[][] luma = new double[SIDE][SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      luma[i / SIDE][i % SIDE] = small.rgb()[3 * i] & 0xff;
    }
    double[] coefficients = coefficients(luma, 0);
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = Math.abs(coefficients[i]) < NOISE ? 0 : coefficients[i];
    }
    double median = Numbers.median(coefficients);
    long bits = 0;
    for (double coefficient : coefficients) {
      bits = bits << 1 | (coefficient > median ? 1 : 0);
    }
    return bits;
  }

  /** Pillow's luma, rounded to a level. */
  private static void toGray(byte[] rgb) {
    for (int at = 0; at < rgb.length; at += 3) {
      int sum =
          19595 * (rgb[at] & 0xff) + 38470 * (rgb[at + 1] & 0xff) + 7471 * (rgb[at + 2] & 0xff);
      byte gray = (byte) ((sum + 0x8000) >> 16);
      rgb[at] = gray;
      rgb[at + 1] = gray;
      rgb[at + 2] = gray;
    }
  }

  /** Of the type-II discrete cosine transform, by rows of frequencies, 8 from the first on. */
  private static double[] coefficients(double[][] luma, int first) {
    double[] coefficients = new double[FREQUENCIES * FREQUENCIES];
    for (int v = 0; v < FREQUENCIES; v++) {
      double[] column = new double[SIDE];
      for (int x = 0; x < SIDE; x++) {
        for (int y = 0; y < SIDE; y++) {
          column[x] += COSINES[first + v][y] * luma[y][x];
        }
      }
      for (int u = 0; u < FREQUENCIES; u++) {
        for (int x = 0; x < SIDE; x++) {
          coefficients[v * FREQUENCIES + u] += COSINES[first + u][x] * column[x];
        }
      }
    }
    return coefficients;
  }

  /** The mean luma of each of 32 × 32 fields. */
  private static double[][] luma(RgbImage image) {
    double[][] sums = new double[SIDE][SIDE];
    for (int row = 0; row < SIDE; row++) {
      int top = row * image.height() / SIDE;
      int bottom = Math.max(top + 1, (row + 1) * image.height() / SIDE);
      for (int column = 0; column < SIDE; column++) {
        int left = column * image.width() / SIDE;
        int right = Math.max(left + 1, (column + 1) * image.width() / SIDE);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            int at = 3 * (y * image.width() + x);
            sum +=
                299L * (image.rgb()[at] & 0xff)
                    + 587L * (image.rgb()[at + 1] & 0xff)
                    + 114L * (image.rgb()[at + 2] & 0xff);
          }
        }
        sums[row][column] = sum / (1000.0 * (bottom - top) * (right - left));
      }
    }
    return sums;
  }
}
