package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;

/** Turns the pixels of some kinds of image file into RGB. Safe for many threads at once. */
public interface ImageCodec extends AutoCloseable {
  /** Bytes of a decoded pixel. */
  long RGB = 3;

  /** Whether this codec can decode the file. */
  boolean reads(ImageFile file);

  /**
   * All pixels of the file as stored, transparency blended over white.
   *
   * @throws ImageException where pixels are missing or damaged
   */
  RgbImage decode(ImageFile file) throws ImageException;

  /**
   * The same with fewer pixels, where the format makes that cheaper: a column and a row for each
   * {@code reduction} of the file's, rounded up. A codec that does not support this for the file
   * returns all pixels.
   *
   * @param reduction 1, 2, 4 or 8
   */
  default RgbImage decode(ImageFile file, int reduction) throws ImageException {
    return decode(file);
  }

  /**
   * An estimate of the peak Java heap use of decoding a file, in bytes, including the result but
   * not the encoded bytes.
   *
   * @param reduction 1, 2, 4 or 8
   */
  default long heapBytes(ImageFile file, int reduction) {
    return RGB * file.width() * file.height();
  }

  @Override
  default void close() {}
}
