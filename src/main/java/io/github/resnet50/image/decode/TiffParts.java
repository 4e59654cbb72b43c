package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.util.Arrays;
import java.util.Optional;

/**
 * The strips or tiles of a page, row by row of them, and after those of one plane those of the
 * next.
 *
 * @param width columns of a part
 * @param height rows of a part; the last strip has fewer
 * @param across parts side by side
 * @param down parts one below the other
 * @param planes 1, or as many as samples where each has its own parts
 * @param offsets where each begins in the file
 * @param lengths bytes of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffParts(
    int width, int height, int across, int down, int planes, long[] offsets, long[] lengths) {
  private static final int STRIP_OFFSETS = 273;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;

  /** Where an old JPEG is, and how many bytes it has. */
  private static final int INTERCHANGE = 513;

  private static final int INTERCHANGE_LENGTH = 514;
  private static final int JPEG_START = 0xffd8;

  /**
   * Parts may be the same bytes, as empty tiles are. But no byte is unpacked more often, except for
   * so many bytes of a pixel: kilobytes would keep a machine busy for hours.
   */
  private static final int MOST_READ = 16;

  private static final int MOST_OF_PIXEL = 64;

  /** A tile may reach over the picture's edge, but not by more than a tile of common size. */
  private static final int COMMON_TILE = 1 << 22;

  static TiffParts of(TiffDirectory page, int width, int height, TiffLayout layout)
      throws ImageException {
    boolean tiled = page.has(TILE_OFFSETS) || page.has(TILE_WIDTH);
    long partWidth = tiled ? page.number(TILE_WIDTH, 0) : width;
    long partHeight =
        tiled ? page.number(TILE_HEIGHT, 0) : page.number(ROWS_PER_STRIP, Integer.MAX_VALUE);
    if (!tiled) {
      partHeight = Math.min(partHeight, height);
    }
    if (partWidth < 1
        || partHeight < 1
        || partWidth > Integer.MAX_VALUE
        || partHeight > Integer.MAX_VALUE
        || (tiled && partWidth * partHeight > Math.max(4L * width * height, COMMON_TILE))) {
      throw new ImageException(
          Kind.CORRUPT, "TIFF with impossible " + (tiled ? "tiles" : "strips"));
    }
    return new TiffParts(
        (int) partWidth,
        (int) partHeight,
        (int) ((width + partWidth - 1) / partWidth),
        (int) ((height + partHeight - 1) / partHeight),
        layout.planes(),
        page.numbers(page.has(TILE_OFFSETS) ? TILE_OFFSETS : STRIP_OFFSETS),
        page.numbers(page.has(TILE_LENGTHS) ? TILE_LENGTHS : STRIP_LENGTHS));
  }

  /**
   * Checks that the file holds them all. Lengths may be missing where nothing is packed, or where
   * there is one part of a plane, which then is up to the file's end.
   */
  void check(long fileBytes, TiffCompression compression) throws ImageException {
    // The library takes pages that lack a plane or have more than they should.
    long needed = (long) across * down * (compression == TiffCompression.OLD_JPEG ? 1 : planes);
    if (offsets.length < needed || (lengths.length > 0 && lengths.length < needed)) {
      throw TiffRows.truncated();
    }
    for (int i = 0; i < Math.min(offsets.length, Math.max(needed, 1)); i++) {
      if (offsets[i] <= 0 || length(i) < 0 || offsets[i] > fileBytes - length(i)) {
        throw TiffRows.truncated();
      }
    }
    if (compression == TiffCompression.NONE) {
      return;
    }
    if (lengths.length == 0 && needed > planes) {
      throw new ImageException(Kind.CORRUPT, "TIFF that does not tell how long its parts are");
    }
    double area = (double) width * height * needed;
    if (Arrays.stream(lengths).limit(Math.max(needed, 1)).sum() > mostUnpacked(fileBytes, area)) {
      throw new ImageException(Kind.CORRUPT, "TIFF whose parts lie one over the other");
    }
  }

  /**
   * The most bytes that all parts may have together.
   *
   * @param fileBytes of the whole file
   * @param area of all parts, in pixels
   */
  static double mostUnpacked(long fileBytes, double area) {
    return (double) MOST_READ * fileBytes + MOST_OF_PIXEL * area;
  }

  /** An old JPEG that is all in one piece, as the only part. */
  Optional<TiffParts> onePiece(TiffDirectory page, ImageBytes bytes) {
    long from = page.number(INTERCHANGE, 0);
    long length = page.number(INTERCHANGE_LENGTH, 0);
    long strip = offsets.length == 0 ? from : offsets[0];
    if (strip < from || strip >= from + length) {
      from = strip;
      length = lengths.length == 0 ? bytes.length() - from : lengths[0];
    }
    boolean isJpeg =
        from > 0 && from <= bytes.length() - 2 && Bytes.u16be(bytes.copy(from, 2), 0) == JPEG_START;
    return isJpeg && (long) across * down == 1
        ? Optional.of(
            new TiffParts(width, height, 1, 1, planes, new long[] {from}, new long[] {length}))
        : Optional.empty();
  }

  private long length(int part) {
    return lengths.length == 0 ? 1 : lengths[part];
  }

  /** Where a part ends in the file. */
  long end(int part, long fileBytes) {
    return lengths.length == 0 ? fileBytes : offsets[part] + lengths[part];
  }

  /** The most bytes that a part has in the file. */
  long longest() {
    return Arrays.stream(lengths).max().orElse(0);
  }
}
