package io.github.resnet50.image;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One path of the walk: an image to be read, or a path already known to fail.
 *
 * @param index place in the walk, counted from 0 over this run's share
 * @param name the path as it appears in outputs: the root as the user gave it plus what the walk
 *     added to it
 * @param path where to read it
 * @param problem why it cannot be read, or null where nothing is known against it
 */
public record ImageRef(long index, String name, Path path, ImageFailure problem) {
  public ImageRef {
    Objects.requireNonNull(name);
    Objects.requireNonNull(path);
  }

  public ImageRef(long index, String name, Path path) {
    this(index, name, path, null);
  }
}
