package io.github.resnet50.image.archive;

import io.github.resnet50.image.ImageBytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** An archive whose entries can be listed, in its own order, and read, in any order and again. */
public abstract class ArchiveFile {
  /** All kinds, for help texts. */
  public static final String KINDS_IN_WORDS = "zip, tar";

  private static final List<String> SUFFIXES =
      List.of(".tar", ".tar.gz", ".tgz", ".tar.zst", ".zip");

  private static final int TAR_MARK = 257; // where it stands
  private static final String TAR = "ustar";

  private final Path file;
  private final OpenArchives open;

  /** The entries of an archive, one after the other. */
  public interface Entries extends Closeable {
    /**
     * The next entry; null after the last.
     *
     * @throws java.io.EOFException where the archive is cut off
     */
    ArchiveEntry next() throws IOException;

    /**
     * All of the entry that {@link #next} gave last.
     *
     * @throws java.io.EOFException where the archive is cut off
     */
    byte[] read(ArchiveEntry entry) throws IOException;

    /** Once the last was given: false where the archive may be cut off between two entries. */
    default boolean isWhole() {
      return true;
    }
  }

  ArchiveFile(Path file, OpenArchives open) {
    this.file = file;
    this.open = open;
  }

  /** Whether a file's name is that of an archive, whatever its case. */
  public static boolean isName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(s -> lower.endsWith(s) && lower.length() > s.length());
  }

  /** Whether a suffix, in lower case and without the dot, is that of archives. */
  public static boolean isSuffix(String suffix) {
    return SUFFIXES.contains("." + suffix);
  }

  /** An archive; by its first bytes, else its name, a zip, or else a tar. Nothing stays open. */
  public static ArchiveFile of(Path file, OpenArchives open) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(TAR_MARK + TAR.length());
    }
    boolean isTar = new String(head, StandardCharsets.ISO_8859_1).startsWith(TAR, TAR_MARK);
    boolean isZip =
        !isTar // which begins with a name, perhaps PK
            && ((head.length > 1 && head[0] == 'P' && head[1] == 'K')
                || (isNameOfZip(file) // one that unpacks itself begins as a program
                    && Decompression.of(head) == Decompression.NONE));
    if (isZip) {
      return new ZipArchive(file, open);
    }
    return Decompression.of(head) == Decompression.NONE
        ? new TarArchive(file, open)
        : new CompressedTar(file, open);
  }

  private static boolean isNameOfZip(Path file) {
    Path name = file.getFileName();
    return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /**
   * The entry that a path leads to, where what is above it is an archive.
   *
   * @param open knows the archives in which others have been looked for
   * @return empty where there is none above it; where it lacks the entry, reading says so
   */
  public static Optional<NamedEntry> find(Path path, OpenArchives open) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      Path name = above.getFileName();
      if (name != null && isName(name.toString()) && Files.isRegularFile(above)) {
        return Optional.of(
            new NamedEntry(open, above, above.relativize(path).toString().replace('\\', '/')));
      }
    }
    return Optional.empty();
  }

  Path file() {
    return file;
  }

  /** Lists the entries, from the beginning; for one thread, beside others that read. */
  public abstract Entries entries() throws IOException;

  /** An entry is going to be read, and then released, in about the order of the archive. */
  void want(ArchiveEntry entry) {}

  /** Any entry may be read. */
  void wantAny() {}

  /** Nobody will read an entry any more. */
  void release(ArchiveEntry entry) {}

  /** All of an entry; for many threads. */
  byte[] read(ArchiveEntry entry) throws IOException {
    byte[] bytes;
    synchronized (this) {
      bytes = readAlone(entry);
    }
    open.used(this);
    return Objects.requireNonNull(bytes);
  }

  /** The same by one thread at a time; what it opens stays open. */
  abstract byte[] readAlone(ArchiveEntry entry) throws IOException;

  /** An entry to be read where it lies; empty where only all of it can be read. */
  Optional<ImageBytes> inPlace(ArchiveEntry entry) throws IOException {
    return Optional.empty();
  }

  /** Closes what reading has opened; it may be opened again. */
  abstract void release() throws IOException;
}
