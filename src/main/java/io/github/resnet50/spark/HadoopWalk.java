package io.github.resnet50.spark;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounter;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkFilter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/**
 * The walk beneath one root on a Hadoop file system or object store, in the order and by the rules
 * of {@link io.github.resnet50.image.walk.ImageScanner}: in a directory first its files by the
 * bytes of their names, then its subdirectories, each with all that is beneath it. A directory is
 * listed when the walk comes to it, by one request a page of it. For one thread.
 */
final class HadoopWalk extends Lookahead<ImageRef> implements ImageWalk {
  private static final java.nio.file.Path NOWHERE = java.nio.file.Path.of("");

  /** As the local walk sorts. */
  static final Comparator<String> BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final ScanOptions options;
  private final WalkFilter filter;
  private final Configuration configuration;
  private final Deque<Directory> open = new ArrayDeque<>(); // the deepest first
  private final WalkCounter passed = new WalkCounter();
  private long paths;
  private long folders;
  private ImageRef root; // where the walk is that alone

  /** A directory whose names are read: what is left of them. */
  private record Directory(
      Path path,
      String name,
      java.nio.file.Path relative,
      int depth,
      Deque<String> files,
      Deque<String> directories) {}

  HadoopWalk(String root, ScanOptions options, Configuration configuration) {
    this.options = options;
    this.filter = new WalkFilter(options.rules());
    this.configuration = configuration;
    try {
      Path path = new Path(root);
      FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
      if (status.isDirectory()) {
        this.root = enter(path, stripped(root), NOWHERE, 1);
      } else {
        this.root = image(root, null);
      }
    } catch (IOException | IllegalArgumentException e) {
      this.root = image(root, failure(e));
    }
  }

  private ImageRef image(String name, ImageFailure problem) {
    return new ImageRef(0, name, new HadoopSource(name, configuration), problem);
  }

  private static String stripped(String name) {
    int end = name.length();
    while (end > 1 && name.charAt(end - 1) == '/' && name.charAt(end - 2) != ':') {
      end--;
    }
    return name.substring(0, end);
  }

  @Override
  protected ImageRef advance() {
    ImageRef next = root;
    root = null;
    while (next == null && !open.isEmpty()) {
      Directory directory = open.getFirst();
      if (!directory.files().isEmpty()) {
        next = image(below(directory.name(), directory.files().poll()), null);
      } else if (!directory.directories().isEmpty()) {
        String name = directory.directories().poll();
        next =
            enter(
                new Path(directory.path(), new Path(null, null, name)),
                below(directory.name(), name),
                directory.relative().resolve(fileName(name)),
                directory.depth() + 1);
      } else {
        open.removeFirst();
      }
    }
    paths += next == null ? 0 : 1;
    return next;
  }

  @Override
  public WalkCounts counts() {
    return new WalkCounts(1, paths, folders, passed.counted(), WalkCounts.NONE.withoutImage());
  }

  @Override
  public void close() {}

  /** For the filter: also a name that this process's locale cannot encode. */
  static java.nio.file.Path fileName(String name) {
    return NamedPath.of(name).path().getFileName();
  }

  private static String below(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  /** Goes into a directory; null, or the record of one that cannot be listed. */
  private ImageRef enter(Path path, String name, java.nio.file.Path relative, int depth) {
    List<String> files = new ArrayList<>();
    List<String> directories = new ArrayList<>();
    try {
      FileSystem fileSystem = path.getFileSystem(configuration);
      RemoteIterator<FileStatus> entries = fileSystem.listStatusIterator(path);
      while (entries.hasNext()) {
        FileStatus entry = entries.next();
        String text = entry.getPath().getName();
        java.nio.file.Path entryName = fileName(text);
        Optional<Reason> reason = passedOver(entry, relative, entryName, depth);
        if (reason.isPresent()) {
          count(reason.get(), entry, relative, entryName);
        } else if (entry.isDirectory()) {
          directories.add(text);
        } else {
          files.add(text);
        }
      }
      folders++;
      files.sort(BYTES);
      directories.sort(BYTES);
      open.addFirst(
          new Directory(
              path, name, relative, depth, new ArrayDeque<>(files), new ArrayDeque<>(directories)));
      return null;
    } catch (IOException | IllegalArgumentException e) {
      return image(name, failure(e));
    }
  }

  /** Links are never followed: the file systems of Hadoop that could hold some refuse to. */
  private Optional<Reason> passedOver(
      FileStatus entry, java.nio.file.Path parent, java.nio.file.Path name, int depth) {
    Optional<Reason> skipped = filter.skips(parent, name);
    if (skipped.isPresent()) {
      return skipped;
    }
    if (entry.isSymlink()) {
      return Optional.of(Reason.LINK);
    }
    if (entry.isDirectory()) {
      return filter.prunes(parent, name)
          ? Optional.of(Reason.EXCLUDED)
          : depth < options.rules().maxDepth() ? Optional.empty() : Optional.of(Reason.TOO_DEEP);
    }
    return filter.takesImage(parent, name)
        ? Optional.empty()
        : Optional.of(filter.hasIncludes() ? Reason.NOT_INCLUDED : Reason.SUFFIX);
  }

  /** By the name alone: to look into a file or folder would be a request of its own. */
  private void count(
      Reason reason, FileStatus entry, java.nio.file.Path parent, java.nio.file.Path name) {
    switch (reason) {
      case SYSTEM -> passed.system(name.toString());
      case SUFFIX -> passed.suffixOf(name.toString());
      default -> {
        if (entry.isDirectory()) {
          passed.folder(reason, false);
        } else {
          boolean missed = reason == Reason.HIDDEN || reason == Reason.LINK;
          passed.file(reason, missed && filter.misses(parent, name));
        }
      }
    }
  }

  /** In the words of the local walk. */
  static ImageFailure failure(Exception e) {
    if (e instanceof FileNotFoundException) {
      return new ImageFailure(Kind.NOT_FOUND, "no such file or directory");
    }
    if (e instanceof AccessControlException) {
      return new ImageFailure(Kind.UNREADABLE, "permission denied");
    }
    return new ImageFailure(
        Kind.UNREADABLE, e.getMessage() == null ? e.getClass().getSimpleName() : Text.firstLine(e));
  }
}
