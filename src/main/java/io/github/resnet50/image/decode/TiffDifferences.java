package io.github.resnet50.image.decode;

/** Rows that hold the differences of numbers, which pack better, to rows of the numbers. */
final class TiffDifferences {
  private final TiffLayout layout;

  /** Bytes of the pixel before. */
  private final int step;

  /** The bytes of a row by their place in their numbers, where they are stored so. */
  private byte[] sorted = {};

  TiffDifferences(TiffLayout layout) {
    this.layout = layout;
    this.step = layout.inPart() * layout.bits() / 8;
  }

  /** Adds up the differences of a row, where it consists of them. */
  void restore(byte[] row) {
    if (!layout.differences()) {
      return;
    }
    if (layout.bits() == 8) {
      add(row, step);
    } else if (layout.bits() == 16) {
      add16(row);
    } else {
      addFractions(row);
    }
  }

  private static void add(byte[] row, int step) {
    for (int i = step; i < row.length; i++) {
      row[i] += row[i - step];
    }
  }

  private void add16(byte[] row) {
    int low = layout.little() ? 0 : 1;
    int high = 1 - low;
    for (int i = step; i + 1 < row.length; i += 2) {
      int sum = Bytes.u16(row, i, layout.little()) + Bytes.u16(row, i - step, layout.little());
      row[i + low] = (byte) sum;
      row[i + high] = (byte) (sum >> 8);
    }
  }

  /** The predictor of fractions (Adobe's technical note 3): first all highest bytes, and so on. */
  private void addFractions(byte[] row) {
    add(row, layout.inPart());
    sorted = sorted.length == row.length ? sorted : new byte[row.length];
    System.arraycopy(row, 0, sorted, 0, row.length);
    int count = row.length / Float.BYTES;
    for (int i = 0; i < count; i++) {
      for (int place = 0; place < Float.BYTES; place++) {
        int to = layout.little() ? Float.BYTES - 1 - place : place;
        row[Float.BYTES * i + to] = sorted[place * count + i];
      }
    }
  }
}
