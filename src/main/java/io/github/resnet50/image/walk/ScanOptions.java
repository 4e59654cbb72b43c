package io.github.resnet50.image.walk;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.function.IOSupplier;

/**
 * Which files a walk takes.
 *
 * <p>A path that the user names, as a root or in the list, is always taken: the globs, the suffixes
 * and {@code hidden} apply to what is found below a named directory. A glob has the syntax of
 * {@link java.nio.file.FileSystem#getPathMatcher}; without a slash it is matched against the name
 * at any depth, with one against the path below the root, where {@code **}{@code /} may also stand
 * for no directory at all. Letter case counts as it does in the file system.
 *
 * @param roots files and directories as the user typed them, walked in this order; one that is
 *     there twice is walked twice
 * @param filesFrom more roots, after {@code roots}; or null
 * @param includes globs of the files to take; empty: the image suffixes, in any letter case
 * @param excludes globs of what to leave out; an excluded directory is not descended into. One that
 *     ends in a slash applies to directories only
 * @param maxDepth how deep to look: 1 is the files directly in a root
 * @param hidden whether names that begin with a dot are taken and descended into
 * @param followLinks whether links found in the walk are followed; otherwise they are skipped. A
 *     link that the user names is always followed
 * @param shard the share of the walk to hand out
 */
public record ScanOptions(
    List<String> roots,
    FilesFrom filesFrom,
    List<String> includes,
    List<String> excludes,
    int maxDepth,
    boolean hidden,
    boolean followLinks,
    Shard shard) {

  /** For {@code maxDepth}: unlimited. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /**
   * A list of paths in UTF-8, or in whatever bytes the file system has for them.
   *
   * @param source opens the list; called once, and the scanner closes what it gets. For standard
   *     input, which is not the scanner's to close, hand out a {@code CloseShieldInputStream}
   * @param nullSeparated whether a NUL ends each path; otherwise a line feed does, with or without
   *     a carriage return before it
   */
  public record FilesFrom(IOSupplier<InputStream> source, boolean nullSeparated) {
    public FilesFrom {
      Objects.requireNonNull(source);
    }
  }

  /**
   * @throws IllegalArgumentException for a malformed glob or a depth below 1, with a message for
   *     the user
   */
  public ScanOptions {
    roots = List.copyOf(roots);
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    Objects.requireNonNull(shard);
    if (maxDepth < 1) {
      throw new IllegalArgumentException("depth " + maxDepth + ": the least is 1");
    }
    for (String glob : includes) {
      if (new Glob(glob).directoriesOnly()) {
        throw new IllegalArgumentException(
            "glob '" + glob + "': to include what is in a directory, write '" + glob + "**'");
      }
    }
    excludes.forEach(Glob::new);
  }

  /** The defaults: every image below {@code roots}, nothing hidden, no links. */
  public static ScanOptions of(List<String> roots) {
    return new ScanOptions(roots, null, List.of(), List.of(), NO_LIMIT, false, false, Shard.ALL);
  }
}
