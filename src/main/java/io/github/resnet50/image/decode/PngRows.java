package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes.Piece;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses and unfilters the rows of a PNG, reading no more than the picture needs. */
final class PngRows implements AutoCloseable {
  private final PngFile png;
  private final Inflater inflater = new Inflater();

  /** Bytes from a sample to the same sample of the pixel to its left, at least one. */
  private final int step;

  private int part;
  private long from; // of what is left of a part, in the file
  private long to;
  private byte[] row = {};
  private byte[] above = {};

  PngRows(PngFile png) {
    this.png = png;
    this.step = Math.max(1, png.samples() * png.depth() / 8);
  }

  /** Begins a pass of rows of {@code width} pixels; a picture that is not interlaced is one. */
  void startPass(int width) {
    int bytes = (int) (((long) width * png.samples() * png.depth() + 7) / 8);
    row = new byte[bytes + 1];
    above = new byte[bytes + 1];
  }

  /** The next row: the filter's number, then the samples. Valid until the call after the next. */
  byte[] next() throws DataFormatException, ImageException {
    byte[] old = above;
    above = row;
    row = old;
    unpack();
    switch (row[0]) {
      case 0 -> {}
      case 1 -> left();
      case 2 -> up();
      case 3 -> average();
      case 4 -> paeth();
      default -> throw new ImageException(Kind.CORRUPT, "damaged PNG: unknown filter " + row[0]);
    }
    return row;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private void unpack() throws DataFormatException, ImageException {
    int done = 0;
    while (done < row.length) {
      int count = inflater.inflate(row, done, row.length - done);
      done += count;
      if (count == 0) {
        if (inflater.finished() || inflater.needsDictionary()) {
          throw new ImageException(
              Kind.CORRUPT, "damaged PNG: the compressed pixels end too early");
        }
        if (from == to) {
          if (part == png.data().size()) {
            throw new ImageException(Kind.TRUNCATED, "the PNG lacks a part of its picture");
          }
          PngFile.Data data = png.data().get(part++);
          from = data.from();
          to = data.to();
        }
        if (from < to) {
          Piece piece = png.bytes().piece(from, to);
          inflater.setInput(piece.bytes(), piece.from(), piece.length());
          from += piece.length();
        }
      }
    }
  }

  private void left() {
    for (int i = 1 + step; i < row.length; i++) {
      row[i] += row[i - step];
    }
  }

  private void up() {
    for (int i = 1; i < row.length; i++) {
      row[i] += above[i];
    }
  }

  private void average() {
    for (int i = 1; i < row.length; i++) {
      int a = i > step ? row[i - step] & 0xff : 0;
      row[i] += (byte) ((a + (above[i] & 0xff)) >> 1);
    }
  }

  private void paeth() {
    int head = Math.min(step, row.length - 1);
    for (int i = 1; i <= head; i++) {
      row[i] += above[i];
    }
    for (int i = step + 1; i < row.length; i++) {
      int a = row[i - step] & 0xff;
      int b = above[i] & 0xff;
      int c = above[i - step] & 0xff;
      int pa = Math.abs(b - c);
      int pb = Math.abs(a - c);
      int pc = Math.abs(a + b - 2 * c);
      row[i] += (byte) (pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
    }
  }
}
