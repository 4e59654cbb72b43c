package io.github.resnet50.image.archive;

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
 * @param name as {@link #plain} makes it
 */
public record NamedEntry(Path archive, String name) implements ImageSource {
  /** An entry's name as it is in records: without what only a file system would interpret. */
  public static String plain(String name) {
    return Arrays.stream(name.split("/"))
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .collect(Collectors.joining("/"));
  }

  private Optional<ArchivedImage> find() throws IOException {
    ArchiveFile file = ArchiveFile.of(archive, new OpenArchives());
    try (ArchiveFile.Entries entries = file.entries()) {
      for (ArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        if (plain(entry.name()).equals(name)) {
          return Optional.of(new ArchivedImage(file, entry));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public byte[] read() throws ImageException {
    Optional<ArchivedImage> found;
    try {
      found = find();
    } catch (IOException e) {
      throw ArchivedImage.failure(e);
    }
    if (found.isEmpty()) {
      throw new ImageException(Kind.NOT_FOUND, "no such entry in the archive");
    }
    return found.get().read();
  }

  @Override
  public Stat stat() {
    try {
      return find().map(ArchivedImage::stat).orElse(Stat.UNKNOWN);
    } catch (IOException e) {
      return Stat.UNKNOWN;
    }
  }

  @Override
  public String state() {
    try {
      return find().map(ArchivedImage::state).orElse("unreadable");
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
