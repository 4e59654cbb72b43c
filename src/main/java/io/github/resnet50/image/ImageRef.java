package io.github.resnet50.image;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One image of the walk, to be read, or a path already known to fail.
 *
 * @param index place in the walk, counted from 0 over this run's share
 * @param name the path as it appears in outputs: the root as the user gave it plus what the walk
 *     added to it
 * @param source where its bytes are
 * @param problem why it cannot be read, or null if no problem is known
 */
public record ImageRef(long index, String name, ImageSource source, ImageFailure problem) {
  public ImageRef {
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
  }

  public ImageRef(long index, String name, ImageSource source) {
    this(index, name, source, null);
  }

  /** An image in a file on this machine. */
  public ImageRef(long index, String name, Path file) {
    this(index, name, new FileSource(file), null);
  }

  /** The same image at another index. */
  public ImageRef at(long newIndex) {
    return new ImageRef(newIndex, name, source, problem);
  }

  /**
   * The encoded image.
   *
   * @throws ImageException with its problem, or with the error of reading
   */
  public byte[] read() throws ImageException {
    if (problem != null) {
      throw new ImageException(problem.kind(), problem.message());
    }
    return source.read();
  }

  /**
   * The source's {@link ImageSource#state}, or the problem; for detecting later whether the image
   * has changed.
   */
  public String state() {
    return problem != null ? problem.kind().label() : source.state();
  }
}
