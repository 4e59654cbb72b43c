package io.github.resnet50.image.walk;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.Subtrees;
import io.github.resnet50.image.archive.ArchiveEntry;
import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.archive.ArchivedImage;
import io.github.resnet50.image.archive.NamedEntry;
import io.github.resnet50.image.archive.StreamedTar;
import io.github.resnet50.image.walk.ImageScanner.Found;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The walk within an archive: its images in its order. */
final class ArchiveWalk implements Closeable {
  private static final Pattern LEADS_OUT = Pattern.compile("(?<![^/])\\.\\.(?![^/])");

  private final SidecarEntries entries;
  private final EntryReader reader;
  private final String name;
  private final String prefix; // of its entries' names
  private final Path relative;
  private final int depth;
  private final EntryFilter filter;
  private boolean isLastTaken;
  private boolean isAnyTaken;
  private boolean isEnded;
  private boolean isCutOff;

  /** Where the bytes of the entry are that was given last. */
  private interface EntryReader {
    ImageSource source(ArchiveEntry entry) throws ImageException;
  }

  private ArchiveWalk(
      SidecarEntries entries,
      EntryReader reader,
      String name,
      String prefix,
      Path relative,
      int depth,
      EntryFilter filter) {
    this.entries = entries;
    this.reader = reader;
    this.name = name;
    this.prefix = prefix;
    this.relative = relative;
    this.depth = depth;
    this.filter = filter;
  }

  /**
   * Of a file.
   *
   * @param name as it appears in outputs
   * @param relative the path below the root; empty for the root
   * @param depth 1 for a root
   * @param sidecars takes those of its images
   */
  static ArchiveWalk of(
      ArchiveFile file,
      String name,
      Path relative,
      int depth,
      EntryFilter filter,
      Sidecars sidecars)
      throws IOException {
    String prefix = Subtrees.prefix(name);
    return new ArchiveWalk(
        new SidecarEntries(
            file.entries(), prefix, sidecars, entry -> filter.skips(relative, depth, entry)),
        entry -> ArchivedImage.wanted(file, entry),
        name,
        prefix,
        relative,
        depth,
        filter);
  }

  /** Of a stream, whose entries have no names but their own. */
  static ArchiveWalk of(StreamedTar tar, String name, EntryFilter filter, Sidecars sidecars) {
    Path root = Path.of("");
    SidecarEntries entries =
        new SidecarEntries(tar, "", sidecars, entry -> filter.skips(root, 1, entry));
    return new ArchiveWalk(entries, tar::hold, name, "", root, 1, filter);
  }

  /** The next image, or what is wrong with the archive; null at its end. */
  Found next() {
    try {
      for (ArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        Found found = entry.kind() == ArchiveEntry.EntryKind.FOLDER ? null : found(entry);
        isLastTaken = found != null;
        if (found != null) {
          isAnyTaken = true;
          return found;
        }
      }
      isCutOff = !entries.isWhole();
      return null;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      isEnded = true;
      isCutOff = true;
      boolean isTold = // by the record of what was cut
          isLastTaken && !entries.isLastSidecar() && e instanceof EOFException;
      return isTold ? null : new Found(name, Path.of(""), problem(e));
    }
  }

  /** Whether what {@link #next} gave last is of the archive, and nothing follows. */
  boolean isEnded() {
    return isEnded;
  }

  /** Whether it broke off, so that nobody knows what else is in it; known once it has ended. */
  boolean isCutOff() {
    return isCutOff;
  }

  /** Whether it broke off before anything was taken: it is no archive, or hardly one. */
  boolean isUnreadable() {
    return isCutOff && !isAnyTaken;
  }

  /** As it appears in outputs. */
  String name() {
    return name;
  }

  /** 1: a root. */
  int depth() {
    return depth;
  }

  /** Null where the entry is passed over. */
  private Found found(ArchiveEntry entry) {
    String plain = NamedEntry.plain(entry.name());
    String inside = LEADS_OUT.matcher(plain).replaceAll("__").replace("\0", "\\x00");
    Path path;
    try {
      path = Path.of(inside);
    } catch (InvalidPathException e) {
      return null;
    }
    boolean isLink = entry.kind() == ArchiveEntry.EntryKind.LINK;
    if (inside.isEmpty() || !filter.takes(relative, depth, path, isLink)) {
      return null;
    }
    String full = prefix + inside;
    if (!inside.equals(plain)) {
      String what = plain.indexOf('\0') < 0 ? "leads out of the archive" : "is none of a file";
      String problem = "its name " + what + ": " + plain.replace("\0", "\\x00");
      return new Found(full, Path.of(""), new ImageFailure(Kind.NOT_A_FILE, problem));
    }
    try {
      return new Found(full, reader.source(entry), null);
    } catch (ImageException e) {
      return new Found(full, Path.of(""), e.failure());
    }
  }

  static ImageFailure problem(Throwable e) {
    if (e instanceof EOFException) {
      return new ImageFailure(Kind.TRUNCATED, "the archive is cut off; what is before was read");
    }
    if (e instanceof OutOfMemoryError) {
      return new ImageFailure(Kind.OUT_OF_MEMORY, "the archive's headers do not fit into memory");
    }
    return new ImageFailure(Kind.CORRUPT, "no archive, or a damaged one: " + e.getMessage());
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
