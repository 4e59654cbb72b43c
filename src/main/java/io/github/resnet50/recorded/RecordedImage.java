package io.github.resnet50.recorded;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.ImageSource.Stat;
import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.archive.NamedEntry;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.journal.RecordedStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A record and its image, which is looked for when it is asked for. */
public final class RecordedImage {
  private final ItemResult record;
  private final String name;
  private final String state;
  private final OpenArchives archives;

  /** What has become of a record's image. */
  public enum Standing {
    /** A file that is as it was, as far as that is known. */
    FILE,
    /** An entry of an archive, likewise. */
    ENTRY,
    /** A file or an entry that is another now, by its size or time. */
    CHANGED,
    /** A part of a scene: it has no file of its own. */
    TILE,
    /** It could not be classified. */
    FAILED,
    /** There is nothing at its path. */
    MISSING,
    /** There is something else than a file at its path, or something that nobody may look at. */
    NO_FILE
  }

  /**
   * An image as it is now.
   *
   * @param path meaningless where there is nothing
   * @param source null where there is nothing to be read
   * @param stat of that
   * @param isLink whether the path is a symbolic link
   */
  public record Found(Standing standing, Path path, ImageSource source, Stat stat, boolean isLink) {
    private static Found none(Standing standing, Path path) {
      return new Found(standing, path, null, Stat.UNKNOWN, false);
    }

    /** Whether it lies in an archive. */
    public boolean isEntry() {
      return source instanceof NamedEntry;
    }
  }

  /**
   * @param name its path from here
   * @param state what a journal knows of it; empty: nothing
   */
  RecordedImage(ItemResult record, String name, String state, OpenArchives archives) {
    this.record = record;
    this.name = name;
    this.state = state;
    this.archives = archives;
  }

  public ItemResult record() {
    return record;
  }

  /** Its path as it is found from here, as text; that of the record where no base is given. */
  public String name() {
    return name;
  }

  /** Looks for it. */
  public Found find() {
    Path path;
    try {
      path = FileNames.path(name);
    } catch (IllegalArgumentException e) {
      return Found.none(Standing.MISSING, Path.of(""));
    }
    if (record instanceof ItemResult.Failed) {
      return Found.none(Standing.FAILED, path);
    }
    if (record.details().text(ImageColumn.X) != null) {
      return Found.none(Standing.TILE, path);
    }
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean isLink = file.isSymbolicLink();
      if (isLink) {
        file = Files.readAttributes(path, BasicFileAttributes.class);
      }
      return file.isRegularFile()
          ? found(Standing.FILE, path, new FileSource(path), stat(file), isLink)
          : Found.none(Standing.NO_FILE, path);
    } catch (IOException e) {
      Optional<NamedEntry> entry = ArchiveFile.find(path, archives);
      Stat stat = entry.map(NamedEntry::stat).orElse(Stat.UNKNOWN);
      if (stat.bytes() != null) {
        return found(Standing.ENTRY, path, entry.orElseThrow(), stat, false);
      }
      boolean isThere = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
      return Found.none(isThere ? Standing.NO_FILE : Standing.MISSING, path);
    }
  }

  private static Stat stat(BasicFileAttributes file) {
    return new Stat(file.size(), file.lastModifiedTime().toInstant());
  }

  private Found found(Standing standing, Path path, ImageSource source, Stat stat, boolean isLink) {
    boolean isSame = isSame(source, stat);
    return new Found(isSame ? standing : Standing.CHANGED, path, source, stat, isLink);
  }

  /** By the columns that tell, else by the journal. */
  private boolean isSame(ImageSource source, Stat now) {
    ImageDetails details = record.details();
    Object bytes = details.values().get(ImageColumn.BYTES);
    Object modified = details.values().get(ImageColumn.MODIFIED);
    if (bytes == null && modified == null) {
      return state.isEmpty() || RecordedStates.isSame(state, source.state());
    }
    return (bytes == null || bytes.equals(now.bytes()))
        && (modified == null
            || now.modified() == null
            || isSame((Instant) modified, now.modified()));
  }

  private static boolean isSame(Instant recorded, Instant now) {
    return recorded.equals(now.truncatedTo(ChronoUnit.SECONDS));
  }
}
