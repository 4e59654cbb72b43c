package io.github.resnet50.image.walk;

import io.github.resnet50.image.scene.SceneOptions;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.function.IOSupplier;

/**
 * Which files a walk takes.
 *
 * <p>A path that the user names, as a root or in the list, is always taken: the rules apply to what
 * is found below a named directory. A glob has the syntax of {@link
 * java.nio.file.FileSystem#getPathMatcher}; without a slash it is matched against the name at any
 * depth, with one against the path below the root, where {@code **}{@code /} may also stand for no
 * directory at all. Letter case counts as it does in the file system.
 *
 * @param roots files and directories as the user typed them, walked in this order; one that is
 *     there twice is walked twice
 * @param filesFrom more roots, after {@code roots}; or null
 * @param rules what is taken below the roots
 * @param shard the share of the walk to hand out
 * @param scenes what becomes of each file: it may be many images
 */
public record ScanOptions(
    List<String> roots, FilesFrom filesFrom, WalkRules rules, Shard shard, SceneOptions scenes) {
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

  public ScanOptions {
    roots = List.copyOf(roots);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(shard);
  }

  /** Files are images. */
  public ScanOptions(List<String> roots, FilesFrom filesFrom, WalkRules rules, Shard shard) {
    this(roots, filesFrom, rules, shard, SceneOptions.NONE);
  }

  /** The same files, of which this is made. */
  public ScanOptions as(SceneOptions newScenes) {
    return new ScanOptions(roots, filesFrom, rules, shard, newScenes);
  }

  /** All that is taken below {@code roots}. */
  public static ScanOptions of(List<String> roots, WalkRules rules) {
    return new ScanOptions(roots, null, rules, Shard.ALL);
  }

  /** The defaults: every image below {@code roots}, nothing hidden, no links. */
  public static ScanOptions of(List<String> roots) {
    return of(roots, WalkRules.DEFAULT);
  }
}
