package io.github.resnet50.spark;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.image.walk.PathList;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The walk over all roots, on the driver: local files as {@code classify} walks them, others
 * through Hadoop. A root that does not exist by its name may be a glob of Hadoop's. For one thread.
 */
final class JobWalk extends Lookahead<ImageRef> implements ImageWalk {
  private static final java.nio.file.Path NOWHERE = java.nio.file.Path.of("");

  private final Iterator<String> roots;
  private final PathList listed; // null: none
  private final WalkFilter filter;
  private final Deque<String> matches = new ArrayDeque<>();
  private final ScanOptions options;
  private final Places places;
  private final Configuration configuration;
  private final OpenArchives archives = new OpenArchives();
  private ImageWalk current = ImageWalk.of(Collections.emptyIterator());
  private WalkCounts before = WalkCounts.NONE; // of the walks that are done

  /**
   * @param roots as the user typed them
   * @param listed more roots, or null: read as the walk comes to them, never globs. What has the
   *     name of an image there is not looked at, where that would be a request to a store
   * @param options what is taken beneath them; its own roots do not count
   */
  JobWalk(
      Iterator<String> roots,
      PathList listed,
      ScanOptions options,
      Places places,
      Configuration configuration) {
    this.roots = roots;
    this.listed = listed;
    this.filter = new WalkFilter(options.rules());
    this.options = options;
    this.places = places;
    this.configuration = configuration;
  }

  @Override
  protected ImageRef advance() {
    while (!current.hasNext()) {
      before = counts();
      current = ImageWalk.of(Collections.emptyIterator());
      if (matches.isEmpty() && roots.hasNext()) {
        expand(roots.next());
      }
      if (!matches.isEmpty()) {
        current = beneath(matches.remove());
      } else {
        NamedPath named = nextListed();
        if (named == null) {
          return null;
        }
        current = named(named);
      }
    }
    return current.next();
  }

  @Override
  public WalkCounts counts() {
    return before.plus(current.counts());
  }

  @Override
  public void close() {}

  private NamedPath nextListed() {
    try {
      return listed == null ? null : listed.next();
    } catch (IOException e) {
      throw new UncheckedIOException("the list of paths: " + e.getMessage(), e);
    }
  }

  private ImageWalk named(NamedPath named) {
    String name = named.name();
    if (named.problem() != null) {
      return image(name, named.problem());
    }
    java.nio.file.Path last = HadoopWalk.fileName(name.substring(name.lastIndexOf('/') + 1));
    return !places.isLocal(name) && filter.takesImage(NOWHERE, last)
        ? image(name, null)
        : beneath(name);
  }

  private ImageWalk image(String name, ImageFailure problem) {
    ImageRef image = places.image(0, name, problem, configuration, archives);
    return ImageWalk.of(List.of(image).iterator());
  }

  private ImageWalk beneath(String root) {
    if (!places.isLocal(root)) {
      return new HadoopWalk(root, options, configuration);
    }
    try {
      return new ImageScanner(
          ScanOptions.of(List.of(root), options.rules())); // holds nothing open: there is no list
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The root itself, or what it matches; where it matches nothing it gets its record. */
  private void expand(String root) {
    boolean maybeGlob = root.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    if (maybeGlob) {
      try {
        Path pattern = new Path(root);
        FileSystem files = pattern.getFileSystem(configuration);
        FileStatus[] found = files.exists(pattern) ? null : files.globStatus(pattern);
        if (found != null) {
          Arrays.stream(found)
              .map(FileStatus::getPath)
              .map(path -> asTyped(pattern, path))
              .sorted(HadoopWalk.BYTES)
              .forEach(matches::add);
        }
      } catch (IOException | IllegalArgumentException e) {
        matches.clear(); // the walk says what is wrong with it
      }
    }
    if (matches.isEmpty()) {
      matches.add(root);
    }
  }

  /** With a scheme, absolute or relative, as the glob is. */
  private String asTyped(Path pattern, Path match) {
    if (pattern.toUri().getScheme() != null) {
      return match.toString();
    }
    String path = match.toUri().getPath();
    String here = places.folder() + "/";
    boolean relative = places.localDefault() && !pattern.isAbsolute() && path.startsWith(here);
    return relative ? path.substring(here.length()) : path;
  }
}
