package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;

/**
 * The numbers of a page, a row of the picture after the other: the strips or tiles of a row of them
 * are unpacked side by side, so that no more than one row of numbers is in memory. For one thread.
 */
final class TiffScan implements AutoCloseable {
  /** Parts that are unpacked at once, each with tables of its own. */
  static final int MOST_OPEN = 2048;

  private final TiffPartReader reader;
  private final TiffDifferences differences;
  private final int width;
  private final int height;
  private final int[] planes;
  private final byte[][][] rows;
  private final TiffRows[][] open;
  private int y;

  /**
   * @param planes which of them; one where the numbers of a pixel lie side by side
   */
  TiffScan(TiffPartReader reader, int width, int height, int... planes) throws ImageException {
    TiffParts parts = reader.parts();
    this.reader = reader;
    this.differences = new TiffDifferences(reader.layout());
    this.width = width;
    this.height = height;
    this.planes = planes.clone();
    this.rows = new byte[parts.across()][][];
    for (int x = 0; x < rows.length; x++) {
      rows[x] = reader.layout().newRows(planes.length, parts.width());
    }
    this.open = new TiffRows[parts.across()][planes.length];
  }

  /** What is done with what a part has of a row. */
  interface RowTaker {
    /**
     * @param planes the numbers of each plane
     * @param line which row of a row of cells
     * @param left the first column
     * @param width how many columns belong to the picture
     */
    void take(byte[][] planes, int line, int left, int width) throws ImageException;
  }

  /** The next row, from left to right. */
  void next(RowTaker taker) throws ImageException {
    TiffParts parts = reader.parts();
    int inPart = y % parts.height();
    int partHeight = Math.min(parts.height(), height - (y - inPart));
    int lines = reader.layout().cell().height();
    for (int x = 0; x < parts.across(); x++) {
      for (int i = 0; i < planes.length; i++) {
        if (inPart == 0) {
          int part = (y / parts.height() + planes[i] * parts.down()) * parts.across() + x;
          open[x][i] = reader.rows(part, partHeight);
        }
        if (inPart % lines == 0) {
          open[x][i].read(rows[x][i]);
          differences.restore(rows[x][i]);
        }
        if (inPart == partHeight - 1) {
          open[x][i].check((long) (parts.height() - partHeight) * rows[x][i].length);
          open[x][i].close();
        }
      }
      int left = x * parts.width();
      taker.take(rows[x], inPart % lines, left, Math.min(parts.width(), width - left));
    }
    y++;
  }

  @Override
  public void close() {
    for (TiffRows[] part : open) {
      for (TiffRows plane : part) {
        if (plane != null) {
          plane.close();
        }
      }
    }
  }
}
