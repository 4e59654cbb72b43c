package io.github.resnet50.image.archive;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An image in an archive of which only the name is known, such as from an earlier run's records: it
 * is looked for when it is wanted.
 *
 * @param archives knows the archives in which others have been looked for
 * @param name as {@link #plain} makes it
 */
public record NamedEntry(OpenArchives archives, Path archive, String name) implements ImageSource {
  /** An entry's name as it is in records: without what only a file system would interpret. */
  public static String plain(String name) {
    return Arrays.stream(name.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }

  @Override
  public byte[] read() throws ImageException {
    return found().read();
  }

  @Override
  public ImageBytes open() throws ImageException {
    return found().open();
  }

  private ArchivedImage found() throws ImageException {
    Optional<ArchivedImage> found;
    try {
      found = archives.find(archive, name);
    } catch (IOException e) {
      throw ArchivedImage.failure(e);
    }
    if (found.isEmpty()) {
      throw new ImageException(Kind.NOT_FOUND, "no such entry in the archive");
    }
    return found.get();
  }

  @Override
  public void release() {
    try {
      archives.find(archive, name).ifPresent(ArchivedImage::release);
    } catch (IOException e) {
      // Then nothing of it is held.
    }
  }

  @Override
  public Stat stat() {
    try {
      return archives.find(archive, name).map(ArchivedImage::stat).orElse(Stat.UNKNOWN);
    } catch (IOException e) {
      return Stat.UNKNOWN;
    }
  }

  @Override
  public String state() {
    try {
      return archives.find(archive, name).map(ArchivedImage::state).orElse("unreadable");
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
