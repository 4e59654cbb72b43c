package io.github.resnet50.image.preprocess;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Resampler.RowFilter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Turns rows of levels into packed columns and back, four rows of eight levels at a time. */
final class Transposer {
  /** Columns that are made at once. */
  static final int COLUMNS = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;
  private static final long EVEN_PAIRS = 0x0000_ffff_0000_ffffL;
  private static final long LOW_HALF = 0xffff_ffffL;

  private static final int ROWS = PackedLines.PACKED;
  private static final int CACHE_LINE = 64;

  /** The most that are copied at a time, a multiple of those that are made and of pixels. */
  static final int MOST_COLUMNS = 3072;

  private final byte[] source;
  private final int stride;
  private final int from;
  private final int used;
  private final RowFilter filter;

  /** A part of the rows, read as they lie in memory, since columns are not fetched ahead. */
  private final byte[] copy;

  /** Of the copy; an odd number of cache lines, or columns would displace each other there. */
  private final int copyStride;

  private int row;

  /** Which columns are in the copy. */
  private int begin;

  private int end;

  /**
   * @param from the first byte of a row that is needed
   * @param used how many of them are
   * @param rows the most that are taken at a time, a multiple of four
   * @param filter is applied to them
   */
  Transposer(RgbImage image, int from, int used, int rows, RowFilter filter) {
    this.source = image.rgb();
    this.stride = image.width() * 3;
    this.from = from;
    this.used = used;
    this.filter = filter;
    int columns = Math.min(used + 3 * COLUMNS, MOST_COLUMNS);
    this.copyStride = ((columns + COLUMNS) / CACHE_LINE + 1 | 1) * CACHE_LINE;
    this.copy = new byte[rows * copyStride];
  }

  /** Begins with the rows from there on, as many as there are. */
  void begin(int firstRow) {
    row = firstRow;
    end = 0;
  }

  /**
   * Packs the next eight columns of the rows.
   *
   * @param column the first, counted from the first that is needed
   */
  void columns(int column, int[][] target) {
    if (column == 0 || column >= end) {
      take(column);
    }
    transpose(copy, column - begin, copyStride, target);
  }

  private void take(int column) {
    begin = column;
    end = column + MOST_COLUMNS;
    int count = Math.max(0, Math.min(MOST_COLUMNS, used - column));
    int rows = Math.min(copy.length / copyStride, source.length / stride - row);
    for (int i = 0; i < rows; i++) {
      int at = (row + i) * stride + from + column;
      if (filter == RowFilter.NONE) {
        System.arraycopy(source, at, copy, i * copyStride, count);
      } else {
        byte[] part = Arrays.copyOfRange(source, at, at + count);
        filter.apply(part);
        System.arraycopy(part, 0, copy, i * copyStride, count);
      }
    }
  }

  private static void transpose(byte[] levels, int first, int stride, int[][] target) {
    int[] t0 = target[0];
    int[] t1 = target[1];
    int[] t2 = target[2];
    int[] t3 = target[3];
    int[] t4 = target[4];
    int[] t5 = target[5];
    int[] t6 = target[6];
    int[] t7 = target[7];
    for (int i = 0, place = first; i < t0.length; i++, place += ROWS * stride) {
      long a = (long) LONG.get(levels, place);
      long b = (long) LONG.get(levels, place + stride);
      long c = (long) LONG.get(levels, place + 2 * stride);
      long d = (long) LONG.get(levels, place + 3 * stride);
      long swap = (a >>> 8 ^ b) & EVEN_BYTES;
      b ^= swap;
      a ^= swap << 8;
      swap = (c >>> 8 ^ d) & EVEN_BYTES;
      d ^= swap;
      c ^= swap << 8;
      swap = (a >>> 16 ^ c) & EVEN_PAIRS;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & EVEN_PAIRS;
      d ^= swap;
      b ^= swap << 16;
      t0[i] = (int) a;
      t1[i] = (int) b;
      t2[i] = (int) c;
      t3[i] = (int) d;
      t4[i] = (int) (a >>> 32);
      t5[i] = (int) (b >>> 32);
      t6[i] = (int) (c >>> 32);
      t7[i] = (int) (d >>> 32);
    }
  }

  /** Puts columns back into rows, as their two ints from a place on. */
  static void rows(int[][] columns, int[][] rows, int at) {
    int[] t0 = columns[0];
    int[] t1 = columns[1];
    int[] t2 = columns[2];
    int[] t3 = columns[3];
    int[] t4 = columns[4];
    int[] t5 = columns[5];
    int[] t6 = columns[6];
    int[] t7 = columns[7];
    for (int i = 0; i < t0.length; i++) {
      long a = (t0[i] & LOW_HALF) | ((long) t4[i] << 32);
      long b = (t1[i] & LOW_HALF) | ((long) t5[i] << 32);
      long c = (t2[i] & LOW_HALF) | ((long) t6[i] << 32);
      long d = (t3[i] & LOW_HALF) | ((long) t7[i] << 32);
      long swap = (a >>> 8 ^ b) & EVEN_BYTES;
      b ^= swap;
      a ^= swap << 8;
      swap = (c >>> 8 ^ d) & EVEN_BYTES;
      d ^= swap;
      c ^= swap << 8;
      swap = (a >>> 16 ^ c) & EVEN_PAIRS;
      c ^= swap;
      a ^= swap << 16;
      swap = (b >>> 16 ^ d) & EVEN_PAIRS;
      d ^= swap;
      b ^= swap << 16;
      put(rows[ROWS * i], at, a);
      put(rows[ROWS * i + 1], at, b);
      put(rows[ROWS * i + 2], at, c);
      put(rows[ROWS * i + 3], at, d);
    }
  }

  private static void put(int[] line, int at, long eight) {
    line[at] = (int) eight;
    line[at + 1] = (int) (eight >>> 32);
  }
}
