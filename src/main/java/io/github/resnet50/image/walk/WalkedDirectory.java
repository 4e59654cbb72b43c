package io.github.resnet50.image.walk;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.Subtrees;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A directory on the walk's current path. Its names are read all at once when the walk reaches it,
 * and it is closed again. Whether an entry with an image's name is a file is checked only when its
 * turn comes: if it is a directory, it can still be added, since directories follow the files.
 */
final class WalkedDirectory {
  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private final Path path;
  private final String prefix;
  private final Path relative;
  private final int depth;
  private final Object key;
  private NameList files = new NameList();
  private int nextFile;
  private final NameList directories = new NameList();
  private int nextDirectory;

  /**
   * @param name as it appears in outputs
   * @param relative the path below the root; empty for the root
   * @param depth 1 for a root
   */
  WalkedDirectory(Path path, String name, Path relative, int depth) throws IOException {
    this.path = path;
    this.prefix = Subtrees.prefix(name);
    this.relative = relative;
    this.depth = depth;
    Object fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    this.key = fileKey != null ? fileKey : path.toRealPath();
  }

  /**
   * Reads the names.
   *
   * @param descending whether subdirectories are wanted
   * @param passed is shown what is not taken
   */
  void list(WalkFilter filter, boolean descending, boolean followLinks, PassedEntries passed)
      throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      for (Path entry : stream) {
        Path name = entry.getFileName();
        Optional<Reason> skipped = filter.skips(relative, name);
        if (skipped.isPresent()) {
          passed.skipped(skipped.get(), relative, entry);
        } else if (filter.takesFile(relative, name)) {
          files.add(name);
        } else {
          look(entry, filter, descending, followLinks, passed);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort();
  }

  /**
   * Looks at an entry whose name is not one of an image. One that cannot be examined may be a
   * directory: its failed record is made when its turn comes.
   */
  private void look(
      Path entry, WalkFilter filter, boolean descending, boolean followLinks, PassedEntries passed)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = attributes(entry, followLinks);
    } catch (NoSuchFileException e) {
      if (followLinks) { // else it has just vanished
        passed.brokenLink(relative, entry);
      }
      return;
    } catch (IOException e) {
      if (descending && !filter.prunes(relative, entry.getFileName())) {
        directories.add(entry.getFileName());
      }
      return;
    }
    if (attributes.isSymbolicLink()) {
      passed.link(relative, entry);
    } else if (attributes.isDirectory()) {
      addDirectory(entry, filter, descending, passed);
    } else {
      passed.file(entry, attributes);
    }
  }

  static BasicFileAttributes attributes(Path path, boolean followLinks) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, followLinks ? FOLLOW : NO_FOLLOW);
  }

  /** The next path that is an image if it is a file, or null after the last. */
  Path nextFile() {
    if (files != null && nextFile < files.size()) {
      return files.resolve(path, nextFile++);
    }
    if (files != null) {
      files = null; // before the walk descends
      directories.sort();
    }
    return null;
  }

  /** Adds a subdirectory, to be visited after the files, unless it is passed over. */
  void addDirectory(Path directory, WalkFilter filter, boolean descending, PassedEntries passed)
      throws IOException {
    if (enters(directory, filter, descending, passed)) {
      directories.add(directory.getFileName());
    }
  }

  /** Whether the walk goes on below an entry, a folder or what is like one; else that is noted. */
  boolean enters(Path entry, WalkFilter filter, boolean descending, PassedEntries passed) {
    if (filter.prunes(relative, entry.getFileName())) {
      passed.folder(Reason.EXCLUDED);
      return false;
    }
    if (!descending) {
      passed.folder(Reason.TOO_DEEP);
    }
    return descending;
  }

  /** The next subdirectory, or null after the last; call it only after the last file. */
  Path nextDirectory() {
    return nextDirectory < directories.size() ? directories.resolve(path, nextDirectory++) : null;
  }

  /** The name of an entry in outputs. */
  String nameOf(Path entry) {
    return prefix + FileNames.text(entry.getFileName());
  }

  /** As it appears in outputs. */
  String name() {
    return prefix.substring(0, prefix.length() - 1);
  }

  Path relative() {
    return relative;
  }

  Path relativeOf(Path entry) {
    return relative.resolve(entry.getFileName());
  }

  int depth() {
    return depth;
  }

  /** Equal to the key of another if and only if both are the same directory. */
  Object key() {
    return key;
  }
}
