package io.github.resnet50.image;

/** Turns the pixels of some kinds of image file into RGB. Safe for many threads at once. */
public interface ImageCodec extends AutoCloseable {

  /** Whether this codec can be asked to decode that file. */
  boolean reads(ImageFile file);

  /**
   * All pixels of the file as stored, transparency laid over white.
   *
   * @throws ImageException where pixels are missing or damaged
   */
  RgbImage decode(ImageFile file) throws ImageException;

  @Override
  default void close() {}
}
