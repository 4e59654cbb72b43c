package io.github.resnet50.image.decode;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;

/** Turns the pixels of some kinds of image file into RGB. Safe for many threads at once. */
public interface ImageCodec extends AutoCloseable {
  /** Bytes of a decoded pixel. */
  long RGB = 3;

  /**
   * Whether this codec is to decode that file, where it is asked before the codec of the file's
   * {@link ImageFormat}, which is not asked: it decodes all files of its format.
   */
  default boolean reads(ImageFile file) {
    return true;
  }

  /**
   * All pixels of the file as stored, transparency laid over white.
   *
   * @throws ImageException where pixels are missing or damaged
   */
  RgbImage decode(ImageFile file) throws ImageException;

  /**
   * The same with fewer pixels, where the format makes that cheaper: a column and a row for each
   * {@code reduction} of the file's, rounded up. A codec that cannot do so, or does not want to
   * with this file, gives all pixels.
   *
   * @param reduction 1, 2, 4 or 8
   */
  default RgbImage decode(ImageFile file, int reduction) throws ImageException {
    return decode(file);
  }

  /** Bytes of a file's pixels, of which there are fewer where they are reduced. */
  static long pixelBytes(ImageFile file, int reduction) {
    return RGB
        * DecodedImage.reduced(file.width(), reduction)
        * DecodedImage.reduced(file.height(), reduction);
  }

  /**
   * About how much of the Java heap decoding a file takes at its height, its result included and
   * its encoded bytes not.
   *
   * @param reduction 1, 2, 4 or 8
   */
  default long heapBytes(ImageFile file, int reduction) {
    return RGB * file.width() * file.height();
  }

  /**
   * About how much memory outside the Java heap decoding a file takes at its height.
   *
   * @param reduction 1, 2, 4 or 8
   */
  default long nativeBytes(ImageFile file, int reduction) {
    return 0;
  }

  @Override
  default void close() {}
}
