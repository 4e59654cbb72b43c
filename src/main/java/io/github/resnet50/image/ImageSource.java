package io.github.resnet50.image;

import io.github.resnet50.image.ImageFailure.Kind;
import java.time.Instant;

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

  /**
   * The same, to be read piece by piece where that saves memory, and to be closed then.
   *
   * @throws ImageException with the reason why it cannot be read
   */
  default ImageBytes open() throws ImageException {
    return ImageBytes.of(read());
  }

  /**
   * What is known of the bytes without reading them.
   *
   * @param bytes how many; null where that is not known
   * @param modified when they were changed last; null where that is not known
   */
  record Stat(Long bytes, Instant modified) {
    /** Nothing is. */
    public static final Stat UNKNOWN = new Stat(null, null);
  }

  /** What is known now; looks for it, and may take as long as reading does. */
  default Stat stat() {
    return Stat.UNKNOWN;
  }

  /** Nobody will read it any more: what is held for that is let go. */
  default void release() {}

  /**
   * Refuses what no Java array holds.
   *
   * @throws ImageException where it is that large
   */
  static void requireArray(long bytes) throws ImageException {
    if (bytes > Integer.MAX_VALUE - 16) {
      throw new ImageException(Kind.TOO_LARGE, bytes + " bytes; the most is 2 GiB");
    }
  }

  /** Which part of its file the image is, told by no other of that file; empty: all of it. */
  default String part() {
    return "";
  }

  /**
   * One line that differs once the bytes have been changed, such as a size and a time; {@code
   * unreadable} if it cannot be determined.
   */
  String state();
}
