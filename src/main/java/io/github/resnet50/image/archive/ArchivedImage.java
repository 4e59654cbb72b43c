package io.github.resnet50.image.archive;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.zip.ZipException;

/** An image in an archive, read when it is wanted. */
public record ArchivedImage(ArchiveFile archive, ArchiveEntry entry) implements ImageSource {
  /** An image that is to be read, as those of a walk are, and then released. */
  public static ArchivedImage wanted(ArchiveFile archive, ArchiveEntry entry) {
    archive.want(entry);
    return new ArchivedImage(archive, entry);
  }

  @Override
  public void release() {
    archive.release(entry);
  }

  @Override
  public byte[] read() throws ImageException {
    check(entry);
    try {
      return archive.read(entry);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw failure(e);
    }
  }

  @Override
  public ImageBytes open() throws ImageException {
    requireFile(entry);
    try {
      Optional<ImageBytes> inPlace = archive.inPlace(entry);
      return inPlace.isPresent() ? inPlace.get() : ImageBytes.of(read());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static void requireFile(ArchiveEntry entry) throws ImageException {
    if (entry.kind() == ArchiveEntry.EntryKind.FOLDER) {
      throw new ImageException(Kind.NOT_A_FILE, "is a directory");
    }
    if (entry.kind() != ArchiveEntry.EntryKind.FILE) {
      throw new ImageException(Kind.NOT_A_FILE, "a link, a device or a file with holes");
    }
  }

  /** Refuses what is no file, or larger than can be read. */
  static void check(ArchiveEntry entry) throws ImageException {
    requireFile(entry);
    ImageSource.requireArray(entry.size());
    if (!fits(entry)) {
      throw new ImageException(
          Kind.OUT_OF_MEMORY, entry.size() + " bytes do not fit into the Java heap");
    }
  }

  /** Whether an entry can be read, in the memory that there is. */
  static boolean fits(ArchiveEntry entry) {
    return entry.size() <= Runtime.getRuntime().maxMemory() / 2; // others are read beside it
  }

  /** What went wrong with an archive, as of a record. */
  static ImageException failure(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return new ImageException(Kind.OUT_OF_MEMORY, "the file does not fit into memory", e);
    }
    if (e instanceof EOFException) {
      return new ImageException(Kind.TRUNCATED, "the archive ends in the middle of it", e);
    }
    if (e instanceof ZipException || e instanceof RuntimeException) {
      return new ImageException(Kind.CORRUPT, "in the archive: " + e.getMessage(), e);
    }
    if (e instanceof NoSuchFileException) {
      return new ImageException(Kind.NOT_FOUND, "no such file", e);
    }
    return new ImageException(Kind.UNREADABLE, "cannot be read: " + e.getMessage(), e);
  }

  @Override
  public Stat stat() {
    return entry.stat();
  }

  @Override
  public String state() {
    return entry.state();
  }
}
