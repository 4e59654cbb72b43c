package io.github.resnet50.image.walk;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.Unseen;
import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.archive.NamedEntry;
import io.github.resnet50.image.archive.OpenArchives;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The walk over the files to classify: lazy, and in an order that depends only on the tree.
 *
 * <p>The roots come in the order given, then those of the list. In a directory its files come
 * first, sorted by the bytes of their names (in UTF-8: by code point), then its subdirectories,
 * sorted in the same way, each with its whole subtree. A directory is read when the walk reaches
 * it; at any time only the names of the files of one directory, and of the subdirectories still to
 * be visited, are in memory.
 *
 * <p>Every path named, and every file found that {@link ScanOptions} takes, yields exactly one
 * {@link ImageRef}; so does a directory that cannot be read, with its problem, and the walk
 * continues. A name that matches but is neither file nor directory (a FIFO, a socket, a device)
 * yields a problem too and is never opened. A directory that occurs again below itself, through a
 * link, is skipped; one that is merely reached twice, by different paths, is walked twice.
 *
 * <p>An archive is walked like a folder, in its own order, since that is how it can be read at
 * once. One that cannot be read at all yields a problem where it was named; in a folder it is
 * passed over, like any file that is no image.
 *
 * <p>A name that is not text appears in {@link ImageRef#name} as {@link
 * io.github.resnet50.basics.FileNames} makes it text, and is found again by that.
 *
 * <p>For one thread. The methods block while the file system or the list does, and throw {@link
 * UncheckedIOException} if the list cannot be read on.
 */
public final class ImageScanner extends Lookahead<ImageRef> implements ImageWalk {
  private static final int BELOW_ROOT = 2; // the depth of a class folder

  private final ScanOptions options;
  private final Sidecars sidecars;
  private final WalkFilter filter;
  private final PassedEntries passed;
  private final Iterator<String> named;
  private final PathList list; // null: none
  private final Deque<WalkedDirectory> open = new ArrayDeque<>(); // the deepest is first
  private final OpenArchives archives = new OpenArchives();
  private final Unseen unseen = new Unseen();
  private Iterator<ImageSource> tiles = Collections.emptyIterator(); // of the file it is at
  private String cutFile; // the name of that file; null: none was cut yet
  private ArchiveWalk archive; // the one that the walk is in; null: none
  private NamedPath lastRoot; // null: none yet
  private long rootStart; // position at its start
  private long roots; // named so far
  private long folders; // entered so far
  private long position; // index of the next path in the whole walk
  private long folderStart; // position at the start of the current folder below a root
  private long index; // index of the next path in this share

  /**
   * Opens the list of paths, if there is one, and nothing else.
   *
   * @throws IOException if the list cannot be opened
   */
  public ImageScanner(ScanOptions options) throws IOException {
    this(options, Sidecars.NONE);
  }

  /**
   * As above.
   *
   * @param sidecars takes those of images in archives
   */
  public ImageScanner(ScanOptions options, Sidecars sidecars) throws IOException {
    this.sidecars = sidecars;
    this.options = options;
    this.filter = new WalkFilter(options.rules());
    this.passed = new PassedEntries(filter);
    this.named = options.roots().iterator();
    this.list = options.filesFrom() == null ? null : new PathList(options.filesFrom());
  }

  @Override
  protected ImageRef advance() {
    ImageRef next = null;
    while (next == null) {
      Found found;
      try {
        if (tiles.hasNext()) {
          found = new Found(cutFile, tiles.next(), null);
        } else if (archive != null) {
          found = cut(nextOfArchive());
        } else if (open.isEmpty()) {
          leaveRoot();
          lastRoot = nextRoot();
          if (lastRoot == null) {
            return null;
          }
          found = cut(visit(lastRoot));
        } else {
          found = cut(step(open.getFirst()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the list of paths: " + e.getMessage(), e);
      }
      if (found != null && found.problem != null) {
        unseen.unread(found.name); // perhaps a folder
      }
      if (found != null && options.shard().contains(position++)) {
        next = new ImageRef(index++, found.name, found.source, found.problem);
      } else if (found != null) {
        found.source.release();
      }
    }
    return next;
  }

  /** The first image that is made of a file; the others follow. */
  private Found cut(Found file) {
    if (file == null || file.problem != null || options.scenes().isNone()) {
      return file;
    }
    try {
      tiles = options.scenes().images(file.source);
      cutFile = file.name;
      return new Found(cutFile, tiles.next(), null);
    } catch (ImageException e) {
      file.source.release();
      return new Found(file.name, file.source, e.failure());
    }
  }

  /**
   * What is read for a path of a walk, also by those who find it again by its name alone.
   *
   * @param archives the same for all paths
   */
  public static ImageSource source(Path path, OpenArchives archives) {
    return Files.exists(path)
        ? new FileSource(path)
        : ArchiveFile.find(path, archives)
            .<ImageSource>map(entry -> entry)
            .orElse(new FileSource(path));
  }

  /** Whether there is something at a path, or an archive above it that may hold it. */
  public static boolean exists(Path path) {
    return Files.exists(path) || ArchiveFile.find(path, new OpenArchives()).isPresent();
  }

  /**
   * Counts the images of a walk.
   *
   * @param whileCounted asked with the count so far before each image; counting ends where it is
   *     false
   */
  public static long count(ScanOptions options, LongPredicate whileCounted) throws IOException {
    long images = 0;
    try (ImageScanner scanner = new ImageScanner(options)) {
      while (whileCounted.test(images) && scanner.hasNext()) {
        scanner.next();
        images++;
      }
    }
    return images;
  }

  @Override
  public WalkCounts counts() {
    return new WalkCounts(roots, position, folders, passed.counted(), passed.withoutImage());
  }

  @Override
  public Unseen unseen() {
    return unseen;
  }

  /** Closes the list of paths. */
  @Override
  public void close() throws IOException {
    if (archive != null) {
      archive.close();
    }
    if (list != null) {
      list.close();
    }
  }

  /** A path of the walk, before it gets an index in a share. */
  record Found(String name, ImageSource source, ImageFailure problem) {
    Found(String name, Path path, ImageFailure problem) {
      this(name, new FileSource(path), problem);
    }
  }

  private Found nextOfArchive() throws IOException {
    ArchiveWalk current = archive;
    Found found = current.next();
    if (found != null && !current.isEnded()) {
      return found;
    }
    archive = null;
    current.close();
    if (current.isCutOff()) {
      unseen.unread(current.name());
    }
    if (current.isUnreadable() && current.depth() >= BELOW_ROOT) {
      passed.folder(Reason.UNREADABLE_ARCHIVE);
      return null;
    }
    return found;
  }

  /** Of what was named each gives a path, unless it is empty. */
  private void leaveRoot() {
    if (lastRoot != null && position == rootStart) {
      unseen.empty(lastRoot.name());
    }
    rootStart = position;
  }

  private NamedPath nextRoot() throws IOException {
    if (named.hasNext()) {
      return NamedPath.of(named.next());
    }
    return list == null ? null : list.next();
  }

  private Found visit(NamedPath root) {
    roots++;
    if (root.problem() != null) {
      return new Found(root.name(), root.path(), root.problem());
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(root.path(), BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return enter(root.path(), root.name(), Path.of(""), 1);
      }
      if (isArchive(root.path(), attributes)) {
        return enterArchive(root.path(), root.name(), Path.of(""), 1);
      }
      return file(root.name(), root.path(), attributes);
    } catch (IOException e) {
      Optional<NamedEntry> entry = ArchiveFile.find(root.path(), archives);
      return entry.isPresent()
          ? new Found(root.name(), entry.get(), null)
          : failed(root.name(), root.path(), e);
    }
  }

  /** One step of the walk in the deepest directory; null if it yields nothing. */
  private Found step(WalkedDirectory directory) {
    Path path = directory.nextFile();
    if (path != null) {
      return look(directory, path);
    }
    path = directory.nextDirectory();
    if (path != null) {
      return enter(path, directory.nameOf(path), directory.relativeOf(path), directory.depth() + 1);
    }
    open.removeFirst();
    if (directory.depth() == BELOW_ROOT) {
      passed.leave(directory.name(), position == folderStart);
    }
    return null;
  }

  private Found look(WalkedDirectory directory, Path path) {
    WalkRules rules = options.rules();
    try {
      BasicFileAttributes attributes = WalkedDirectory.attributes(path, rules.followLinks());
      if (attributes.isSymbolicLink()) {
        passed.link(directory.relative(), path);
        return null;
      }
      if (isArchive(path, attributes)) {
        return findArchive(directory, path);
      }
      if (!attributes.isDirectory()) {
        return file(directory.nameOf(path), path, attributes);
      }
      directory.addDirectory(path, filter, directory.depth() < rules.maxDepth(), passed);
      return null;
    } catch (IOException e) {
      return failed(directory.nameOf(path), path, e);
    }
  }

  private static boolean isArchive(Path path, BasicFileAttributes attributes) {
    Path name = path.getFileName();
    return attributes.isRegularFile() && name != null && ArchiveFile.isName(name.toString());
  }

  /** An archive in a folder: as if it were one. */
  private Found findArchive(WalkedDirectory directory, Path path) {
    boolean descending = directory.depth() < options.rules().maxDepth();
    return directory.enters(path, filter, descending, passed)
        ? enterArchive(
            path, directory.nameOf(path), directory.relativeOf(path), directory.depth() + 1)
        : null;
  }

  private Found enterArchive(Path path, String name, Path relative, int depth) {
    try {
      ArchiveFile file = ArchiveFile.of(path, archives);
      archive =
          ArchiveWalk.of(
              file,
              name,
              relative,
              depth,
              new EntryFilter(filter, options.rules(), passed),
              sidecars);
      folders++;
      return null;
    } catch (FileSystemException e) { // such as one that may not be read
      return failed(name, path, e);
    } catch (IOException | RuntimeException e) {
      if (depth < BELOW_ROOT) {
        return new Found(name, path, ArchiveWalk.problem(e));
      }
      unseen.unread(name);
      passed.folder(Reason.UNREADABLE_ARCHIVE);
      return null;
    }
  }

  private Found enter(Path path, String name, Path relative, int depth) {
    WalkRules rules = options.rules();
    try {
      WalkedDirectory directory = new WalkedDirectory(path, name, relative, depth);
      if (open.stream().anyMatch(above -> above.key().equals(directory.key()))) {
        passed.folder(Reason.LOOP);
        return null;
      }
      folders++;
      if (depth == BELOW_ROOT) {
        passed.enter();
        folderStart = position;
      }
      directory.list(filter, depth < rules.maxDepth(), rules.followLinks(), passed);
      open.addFirst(directory);
      return null;
    } catch (IOException e) {
      return failed(name, path, e);
    }
  }

  private static Found file(String name, Path path, BasicFileAttributes attributes) {
    return attributes.isRegularFile()
        ? new Found(name, path, null)
        : new Found(name, path, new ImageFailure(Kind.NOT_A_FILE, "a FIFO, a socket or a device"));
  }

  private static Found failed(String name, Path path, IOException e) {
    return new Found(name, path, failure(name, e));
  }

  private static ImageFailure failure(String name, IOException e) {
    if (e instanceof NoSuchFileException) {
      String hint = name.indexOf('\uFFFD') < 0 ? "" : "; is the name in another encoding?";
      return new ImageFailure(Kind.NOT_FOUND, "no such file or directory" + hint);
    }
    if (e instanceof AccessDeniedException) {
      return new ImageFailure(Kind.UNREADABLE, "permission denied");
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return new ImageFailure(
        Kind.UNREADABLE, reason != null ? reason : e.getClass().getSimpleName());
  }
}
