package io.github.resnet50.image;

import java.nio.file.Path;
import java.util.Optional;

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
   * One line that is another once the bytes have been changed, such as a size and a time; {@code
   * unreadable} where that cannot be found out.
   */
  String state();

  /** The file of this machine that holds the image and nothing else, if it is one. */
  default Optional<Path> file() {
    return Optional.empty();
  }
}
