package io.github.resnet50.spark;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.image.walk.ScanOptions;
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
final class HadoopWalk extends Lookahead<ImageRef> {
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
    return next;
  }

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
        if (filter.skips(relative, entryName).isPresent() || entry.isSymlink()) {
          continue;
        }
        if (!entry.isDirectory()) {
          if (filter.takesFile(relative, entryName)) {
            files.add(text);
          }
        } else if (depth < options.rules().maxDepth() && !filter.prunes(relative, entryName)) {
          directories.add(text);
        }
      }
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
