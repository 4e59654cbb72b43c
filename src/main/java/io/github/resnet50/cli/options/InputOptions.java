package io.github.resnet50.cli.options;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.Subtrees;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.image.walk.NumberedPaths;
import io.github.resnet50.image.walk.PathList;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.ScanOptions.FilesFrom;
import io.github.resnet50.image.walk.Shard;
import io.github.resnet50.image.walk.WalkFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.input.CloseShieldInputStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which images: for commands that take paths, lists and shards of them. */
@Heading(Section.INPUT)
public final class InputOptions {
  @Journaled("paths")
  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Image files, and " + WalkFilter.WALKED_IN_WORDS + " to walk, in sorted order.")
  public List<String> paths = new ArrayList<>();

  @Journaled("files_from")
  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description = "Take paths from a list, one a line; - is standard input.")
  public String filesFrom;

  @Journaled.Not("a list read otherwise gives other names, which are journaled")
  @Option(
      names = {"-0", "--null"},
      description = "The paths of --files-from end in NUL, as find -print0 writes them.")
  public boolean nullSeparated;

  @Mixin public WalkOptions walk = new WalkOptions();

  @Journaled("shard")
  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "Only the I-th of N disjoint shares of the images, I from 1.")
  public String shard;

  /** The paths, with ranges in braces expanded where no shell has done it. */
  public List<String> roots() {
    return NumberedPaths.expanded(paths);
  }

  /** Whether a second walk takes nothing from the first: a list may be a pipe. */
  public boolean canBeWalkedTwice() {
    return filesFrom == null
        || (!filesFrom.equals("-") && Files.isRegularFile(FileNames.path(filesFrom)));
  }

  /** The same images for walks as many as one likes: a list that can be read once is kept. */
  public ScanOptions repeatable(ScanOptions scan) throws IOException {
    if (canBeWalkedTwice()) {
      return scan;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream(); // of paths little is left
    try (InputStream list = scan.filesFrom().source().get();
        OutputStream out = new GZIPOutputStream(packed)) {
      list.transferTo(out);
    }
    byte[] kept = packed.toByteArray();
    FilesFrom again =
        new FilesFrom(
            () -> new GZIPInputStream(new ByteArrayInputStream(kept)),
            scan.filesFrom().nullSeparated());
    return new ScanOptions(scan.roots(), again, scan.rules(), scan.shard(), scan.scenes());
  }

  /**
   * Whether a walk could give a path, were it there; where a list names some, any path could be.
   */
  public Predicate<String> named() {
    if (filesFrom != null || paths.contains("-")) { // a stream's entries have names of their own
      return path -> true;
    }
    Set<String> roots = new HashSet<>(roots());
    Subtrees below = new Subtrees();
    roots.forEach(below::add);
    return path -> roots.contains(path) || below.above(path).isPresent();
  }

  /** Whether the user named nothing to walk. */
  public boolean isEmpty() {
    return paths.isEmpty() && filesFrom == null;
  }

  /** Refuses paths of which none exists, where nothing else is named. */
  public void requireAny() throws UsageException {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      throw new UsageException(missing.get());
    }
  }

  /** That no path named exists; empty where one does, or where a list names them. */
  public Optional<String> missing() {
    return filesFrom == null ? missing(roots()) : Optional.empty();
  }

  /**
   * Refuses paths of which none exists: a misspelt folder is no single image that failed.
   *
   * @param option that names them, with a space behind it; empty for arguments
   */
  public static void requireAny(String option, List<String> paths) throws UsageException {
    Optional<String> missing = missing(paths);
    if (missing.isPresent()) {
      throw new UsageException(option + missing.get());
    }
  }

  private static Optional<String> missing(List<String> paths) {
    if (paths.isEmpty()
        || paths.stream().anyMatch(path -> ImageScanner.exists(FileNames.path(path)))) {
      return Optional.empty();
    }
    if (paths.equals(List.of("-"))) {
      return Optional.of(
          "-: no such file or directory; a tar on standard input is read by classify, evaluate and"
              + " features, with --tar");
    }
    return Optional.of(
        paths.size() == 1
            ? paths.get(0) + ": no such file or directory"
            : "none of %d paths exists, from %s on".formatted(paths.size(), paths.get(0)));
  }

  public ScanOptions scan(InputStream standardInput) throws UsageException {
    if (isEmpty()) {
      throw new UsageException("no PATH given: name a directory or an image, or use --files-from");
    }
    if (nullSeparated && filesFrom == null) {
      throw new UsageException("-0/--null goes with --files-from");
    }
    try {
      return new ScanOptions(roots(), list(standardInput), walk.rules(), share());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private Shard share() throws UsageException {
    try {
      return shard == null ? Shard.ALL : Shard.parse(shard);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }

  private FilesFrom list(InputStream standardInput) throws UsageException {
    if (filesFrom == null) {
      return null;
    }
    if (filesFrom.equals("-")) {
      return new FilesFrom(() -> CloseShieldInputStream.wrap(standardInput), nullSeparated);
    }
    Path file = FileNames.path(filesFrom);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException("--files-from " + filesFrom + ": not a file that can be read");
    }
    FilesFrom list = new FilesFrom(() -> Files.newInputStream(file), nullSeparated);
    if (Files.isRegularFile(file)) {
      check(list);
    }
    return list;
  }

  /** Reads what is more than a path a line to its end, so that what is wrong is known first. */
  private void check(FilesFrom list) throws UsageException {
    try (PathList paths = new PathList(list)) {
      NamedPath next = paths.next();
      while (next != null && paths.isStructured()) {
        next = paths.next();
      }
    } catch (IOException e) {
      throw new UsageException("--files-from " + filesFrom + ": " + e.getMessage(), e);
    }
  }
}
