package io.github.resnet50.image;

/**
 * Where the bytes of an image are: a file, an entry of an archive, an object of a store. Immutable,
 * and safe for many threads.
 */
public interface ImageSource {
  /**
   * The encoded image, all of it.
   *
   * @throws ImageException with the reason why it cannot be read
   */
  byte[] read() throws ImageException;

  /** Nobody will read it any more: what is held for that is let go. */
  default void release() {}

  /**
   * One line that differs once the bytes have been changed, such as a size and a time; {@code
   * unreadable} if it cannot be determined.
   */
  String state();
}
