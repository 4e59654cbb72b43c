package io.github.resnet50.image.decode;

import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifIFD0Directory;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.io.IOException;
import java.util.Set;

/**
 * A TIFF whose first directory has been read (TIFF 6.0).
 *
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TiffFile(byte[] bytes, int width, int height, Orientation orientation) implements ImageFile {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final Set<Integer> TAGS =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          ExifIFD0Directory.TAG_ORIENTATION,
          SAMPLES,
          STRIP_OFFSETS,
          STRIP_LENGTHS,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_LENGTHS);

  /**
   * With more samples it is not a viewable picture, and the library would allocate memory for all
   * of them.
   */
  private static final int MAX_SAMPLES = 16;

  static TiffFile parse(byte[] bytes) throws ImageException {
    Directory directory;
    try {
      directory = TiffDirectory.read(bytes, TAGS);
    } catch (IOException e) {
      throw new ImageException(
          Kind.TRUNCATED, "TIFF without a directory: " + ImageDecoder.reason(e), e);
    }
    int width = number(directory, WIDTH, 0);
    int height = number(directory, HEIGHT, 0);
    if (width < 1 || height < 1) {
      throw new ImageException(Kind.CORRUPT, "TIFF that does not tell its size");
    }
    if (number(directory, SAMPLES, 1) > MAX_SAMPLES) {
      throw new ImageException(Kind.UNSUPPORTED, "TIFF of more than 16 channels");
    }
    for (int bits : numbers(directory, BITS)) {
      if (bits > 16) {
        throw new ImageException(Kind.UNSUPPORTED, "TIFF of " + bits + " bits a sample");
      }
    }
    // A tile may extend beyond the picture's edge, but not by more than a tile of usual size.
    long tile = (long) number(directory, TILE_WIDTH, 0) * number(directory, TILE_HEIGHT, 0);
    if (tile < 0 || tile > Math.max(4L * width * height, 1 << 22)) {
      throw new ImageException(Kind.CORRUPT, "TIFF with impossible tiles");
    }
    checkData(bytes, directory, STRIP_OFFSETS, STRIP_LENGTHS);
    checkData(bytes, directory, TILE_OFFSETS, TILE_LENGTHS);
    return new TiffFile(bytes, width, height, TiffDirectory.orientation(directory));
  }

  private static void checkData(byte[] bytes, Directory directory, int offsets, int lengths)
      throws ImageException {
    int[] from = numbers(directory, offsets);
    int[] length = numbers(directory, lengths);
    for (int i = 0; i < Math.min(from.length, length.length); i++) {
      if (Integer.toUnsignedLong(from[i]) + Integer.toUnsignedLong(length[i]) > bytes.length) {
        throw new ImageException(Kind.TRUNCATED, "the TIFF lacks a part of its picture");
      }
    }
  }

  private static int number(Directory directory, int tag, int otherwise) {
    Long value = directory.getLongObject(tag);
    return value == null ? otherwise : (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static int[] numbers(Directory directory, int tag) {
    int[] values = directory.getIntArray(tag);
    return values == null ? new int[0] : values;
  }
}
