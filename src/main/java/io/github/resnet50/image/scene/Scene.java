package io.github.resnet50.image.scene;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageSize;
import io.github.resnet50.image.decode.PixelRows;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A file that is cut into tiles, row by row of them. As its tiles are asked for, from above, its
 * rows are decoded, once; in memory are those of the current row of tiles, those of the row before
 * for whoever comes late, and a small picture of the whole. Safe for many threads, which wait for
 * each other's rows.
 */
public final class Scene {
  /** The longer side of the small picture, at most. */
  private static final int OVERVIEW = 640;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final ImageSource file;
  private final SceneOptions options;
  private final ImageSize size;
  private final int tileHeight;
  private final Overview overview;
  private final List<Integer> left; // where the tiles of a row begin
  private final List<Integer> top; // where the rows of tiles do
  private final BitSet toDo = new BitSet(); // tiles that are waited for
  private ImageBytes encoded; // null: not open
  private PixelRows rows; // likewise
  private int nextRow;
  private Band current;
  private Band before;
  private ImageException failure; // null: none so far
  private int failedRow;

  /** The rows of a row of tiles. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Band(int y, byte[] rgb) {}

  /** Reads the size, and nothing else. */
  Scene(ImageSource file, SceneOptions options) throws ImageException {
    this.file = file;
    this.options = options;
    this.size = measured(file, options);
    this.tileHeight = Math.min(options.tiling().side(), size.height());
    if (3L * size.width() * tileHeight > MOST_BYTES) {
      throw new ImageException(
          Kind.TOO_LARGE, "a row of its tiles does not fit into one array: take smaller --tiles");
    }
    this.overview = new Overview(size, OVERVIEW);
    this.left = options.tiling().starts(size.width());
    this.top = options.tiling().starts(size.height());
    toDo.set(0, Math.multiplyExact(left.size(), top.size()));
  }

  private static ImageSize measured(ImageSource file, SceneOptions options) throws ImageException {
    try (ImageBytes encoded = file.open()) {
      return ImageSize.of(encoded, options.bands(), options.maxPixels());
    }
  }

  /** Row by row; there may be millions. */
  Iterator<ImageSource> tiles() {
    int tileWidth = Math.min(options.tiling().side(), size.width());
    return top.stream().flatMap(y -> left.stream().map(x -> tile(x, y, tileWidth))).iterator();
  }

  private ImageSource tile(int x, int y, int tileWidth) {
    return new TileSource(this, x, y, tileWidth, tileHeight);
  }

  ImageSource file() {
    return file;
  }

  /** Columns and rows. */
  public ImageSize size() {
    return size;
  }

  /** What has been decoded of it, small; what has not been is white. */
  public synchronized RgbImage overview() {
    return overview.image();
  }

  /** The pixels of a tile. */
  synchronized RgbImage pixels(TileSource tile) throws ImageException {
    try {
      if (failure != null && tile.y() + tileHeight > failedRow) {
        throw failure; // to decode down to there again would show the same
      }
      Band band = band(tile.y());
      byte[] rgb = new byte[3 * tile.width() * tile.height()];
      for (int row = 0; row < tile.height(); row++) {
        int from = 3 * (row * size.width() + tile.x());
        System.arraycopy(band.rgb(), from, rgb, 3 * row * tile.width(), 3 * tile.width());
      }
      return new RgbImage(tile.width(), tile.height(), rgb);
    } catch (OutOfMemoryError e) {
      close();
      throw new ImageException(
          Kind.OUT_OF_MEMORY, "the Java heap is too small for a row of its tiles", e);
    } catch (ImageException e) {
      throw failed(e);
    } catch (UncheckedIOException e) {
      throw failed(ImageBytes.unreadable(e));
    } catch (RuntimeException e) {
      throw failed(new ImageException(Kind.CORRUPT, "damaged image data", e));
    } finally {
      done(tile);
    }
  }

  private ImageException failed(ImageException e) {
    if (failure == null) {
      failure = e;
      failedRow = rows == null ? 0 : nextRow;
    }
    close();
    return e;
  }

  private Band band(int y) throws ImageException {
    if (before != null && before.y() == y) {
      return before;
    }
    if (current != null && current.y() > y) {
      close(); // somebody comes very late: from the beginning
    }
    if (rows == null) {
      encoded = file.open();
      rows = PixelRows.open(encoded, options.bands(), options.maxPixels());
      nextRow = 0;
      if (rows.width() != size.width() || rows.height() != size.height()) {
        throw new ImageException(Kind.UNREADABLE, "the file has been changed meanwhile");
      }
    }
    if (current == null || current.y() != y) {
      advance(y);
    }
    return current;
  }

  private void advance(int y) throws ImageException {
    int rowBytes = 3 * size.width();
    byte[] rgb = new byte[rowBytes * tileHeight];
    int shared = Math.max(0, nextRow - y);
    if (shared > 0) { // rows of the band above
      int from = (y - current.y()) * rowBytes;
      System.arraycopy(current.rgb(), from, rgb, 0, shared * rowBytes);
    }
    while (nextRow < y + tileHeight) {
      int out = Math.max(0, nextRow - y) * rowBytes; // those above are passed over
      rows.next(rgb, out);
      overview.take(nextRow, rgb, out);
      nextRow++;
    }
    before = current;
    current = new Band(y, rgb);
  }

  /**
   * A tile is no longer waited for, if it was; with the last all is let go but the small picture.
   */
  synchronized void done(TileSource tile) {
    int index =
        Collections.binarySearch(top, tile.y()) * left.size()
            + Collections.binarySearch(left, tile.x());
    boolean isFirst = toDo.get(index); // it is read, and then released
    toDo.clear(index);
    if (toDo.isEmpty()) {
      close();
      if (isFirst) {
        file.release();
      }
    }
  }

  private void close() {
    if (rows != null) {
      rows.close();
    }
    if (encoded != null) {
      encoded.close();
    }
    encoded = null;
    rows = null;
    current = null;
    before = null;
  }
}
