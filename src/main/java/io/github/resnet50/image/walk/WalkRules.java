package io.github.resnet50.image.walk;

import java.util.List;

/**
 * What is taken of that which lies below a named directory.
 *
 * @param includes globs of the files to take; empty: the image suffixes, in any letter case
 * @param excludes globs of what to leave out; an excluded directory is not descended into. One that
 *     ends in a slash applies to directories only
 * @param maxDepth how deep to look: 1 is the files directly in a root
 * @param hidden whether names that begin with a dot, and {@link SystemNames those that systems use
 *     for themselves}, are taken and descended into
 * @param followLinks whether links found in the walk are followed; otherwise they are passed over.
 *     A link that the user names is always followed
 */
public record WalkRules(
    List<String> includes,
    List<String> excludes,
    int maxDepth,
    boolean hidden,
    boolean followLinks) {
  /** For {@code maxDepth}: unlimited. */
  public static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Every image, nothing hidden, no links. */
  public static final WalkRules DEFAULT =
      new WalkRules(List.of(), List.of(), NO_LIMIT, false, false);

  /**
   * @throws IllegalArgumentException for a malformed glob or a depth below 1, with a message for
   *     the user
   */
  public WalkRules {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
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
}
