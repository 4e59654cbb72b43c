package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.RgbImage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Antialiased resampling of 8-bit RGB, level for level what Pillow's {@code Image.resize(size,
 * filter)} gives (its {@code libImaging/Resample.c} is the reference): a filter as wide as the
 * shrinking factor, horizontally into 8-bit levels first, then vertically, each with weights in
 * fixed point of 22 fractional bits. Torchvision's {@code Resize} on Pillow images is the same.
 *
 * <p>Only the pixels of a box of the target are computed. Of the source rows, reduced horizontally,
 * no more are kept than a target row needs.
 */
final class Resampler {
  private static final int CHANNELS = 3;

  /** Columns of pixels that are read or written at a time: a multiple of their bytes is. */
  private static final int PIXELS = 8;

  /** The most rows that are reduced at a time: a few of their columns stay in the first cache. */
  private static final int MOST_ROWS = 512;

  /** The most bytes of the source that are taken at a time: they stay in the second. */
  private static final int MOST_BYTES = 3 << 18;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ResampleWeights columns;
  private final ResampleWeights rows;
  private final Transposer transposer;

  /** Rows that are reduced at a time, a multiple of those that are packed. */
  private final int band;

  /** Ints of a column of a channel. */
  private final int length;

  /** Columns of the source's band: those of each channel one after the other. */
  private final PackedLines pixels;

  /** Columns of single bytes, on their way from rows or to them. */
  private final int[][] bytes;

  /** Rows that have been reduced. */
  private final PackedLines lines;

  private final int[][] target;
  private final int[] line;
  private final byte[] rgb;

  private Resampler(
      RgbImage source, ResampleWeights columns, ResampleWeights rows, RowFilter rowFilter) {
    this.columns = columns;
    this.rows = rows;
    int height = rows.end() - rows.start(0);
    int used = (columns.end() - columns.start(0)) * CHANNELS;
    int most = Math.min(MOST_ROWS, MOST_BYTES / Math.min(used, Transposer.MOST_COLUMNS));
    int bands = (height + most - 1) / most;
    this.length = (height + bands * PackedLines.PACKED - 1) / (bands * PackedLines.PACKED);
    this.band = length * PackedLines.PACKED;
    this.transposer = new Transposer(source, columns.start(0) * CHANNELS, used, band, rowFilter);
    this.pixels = new PackedLines(columns, PIXELS, length * CHANNELS);
    this.bytes = new int[Transposer.COLUMNS][length];
    int eights = (columns.size() + PIXELS - 1) / PIXELS;
    int ints = eights * PIXELS * CHANNELS / PackedLines.PACKED;
    this.lines = new PackedLines(rows, band, ints);
    this.target = new int[PIXELS][length * CHANNELS];
    this.line = new int[ints];
    this.rgb = new byte[rows.size() * columns.size() * CHANNELS];
  }

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
    /** Leaves them as they are. */
    RowFilter NONE = rgb -> {};

    /**
     * @param rgb a part of a row, changed in place
     */
    void apply(byte[] rgb);
  }

  /** Resizes as described by both grids and cuts out their parts. */
  static RgbImage resize(RgbImage source, Interpolation filter, Grid horizontal, Grid vertical) {
    return resize(source, filter, horizontal, vertical, RowFilter.NONE);
  }

  /** The same of an image of other pixels, which is not made. */
  static RgbImage resize(
      RgbImage source, Interpolation filter, Grid horizontal, Grid vertical, RowFilter rowFilter) {
    ResampleWeights columns = ResampleWeights.of(source.width(), horizontal, filter);
    ResampleWeights rows = ResampleWeights.of(source.height(), vertical, filter);
    return new Resampler(source, columns, rows, rowFilter).image();
  }

  private RgbImage image() {
    int done = 0;
    for (int y = rows.start(0); done < rows.size(); y += band) {
      reduce(y);
      while (done < rows.size() && rows.start(done) + rows.count(done) <= y + band) {
        lines.weigh(done, rows.start(done), line);
        write(done++);
      }
    }
    return new RgbImage(columns.size(), rows.size(), rgb);
  }

  /** Reduces the rows of a band horizontally. */
  private void reduce(int y) {
    transposer.begin(y);
    int[][] reduced = lines.lines(y, band);
    int read = columns.start(0); // the first pixel that has not been read
    for (int place = 0; place < columns.size(); place++) {
      int needed = columns.start(place) + columns.count(place);
      for (; read < needed; read += PIXELS) {
        read(read);
      }
      pixels.weigh(place, columns.start(place), target[place % PIXELS]);
      if (place % PIXELS == PIXELS - 1 || place == columns.size() - 1) {
        put(reduced, place / PIXELS);
      }
    }
  }

  /** The next columns of pixels. */
  private void read(int first) {
    int[][] next = pixels.lines(first, PIXELS);
    for (int i = 0; i < PIXELS * CHANNELS; i++) {
      int column = i % Transposer.COLUMNS;
      if (column == 0) {
        transposer.columns((first - columns.start(0)) * CHANNELS + i, bytes);
      }
      System.arraycopy(bytes[column], 0, next[i / CHANNELS], i % CHANNELS * length, length);
    }
  }

  /** Columns of the target to its rows. */
  private void put(int[][] reduced, int eight) {
    int first = eight * PIXELS * CHANNELS;
    for (int i = 0; i < PIXELS * CHANNELS; i++) {
      int column = i % Transposer.COLUMNS;
      System.arraycopy(target[i / CHANNELS], i % CHANNELS * length, bytes[column], 0, length);
      if (column == Transposer.COLUMNS - 1) {
        Transposer.rows(bytes, reduced, (first + i - column) / PackedLines.PACKED);
      }
    }
  }

  private void write(int row) {
    int length = columns.size() * CHANNELS;
    int at = row * length;
    int whole = length / PackedLines.PACKED;
    for (int i = 0; i < whole; i++) {
      INT.set(rgb, at + i * PackedLines.PACKED, line[i]);
    }
    for (int i = whole * PackedLines.PACKED; i < length; i++) {
      rgb[at + i] = (byte) (line[whole] >>> (i % PackedLines.PACKED * Byte.SIZE));
    }
  }
}
