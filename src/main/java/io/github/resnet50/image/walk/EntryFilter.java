package io.github.resnet50.image.walk;

import io.github.resnet50.image.PassedOver.Reason;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Which entries of archives a walk takes: those that it would take were they files in folders. */
final class EntryFilter {
  private final WalkFilter filter;
  private final WalkRules rules;
  private final PassedEntries passed;
  private Path lastFolder; // null: none yet
  private int lastDepth;
  private Reason lastReason; // why what is in it is passed over; null: it is not

  /**
   * @param passed is told what is not taken
   */
  EntryFilter(WalkFilter filter, WalkRules rules, PassedEntries passed) {
    this.filter = filter;
    this.rules = rules;
    this.passed = passed;
  }

  /**
   * Whether an entry is taken.
   *
   * @param root the archive, relative to the walk's root; empty where it is the root
   * @param depth of the archive, 1 for a root
   * @param inside the entry's path in the archive
   * @param isLink whether it is no file, but a link to one
   */
  boolean takes(Path root, int depth, Path inside, boolean isLink) {
    Path folder = folder(root, inside);
    Path name = inside.getFileName();
    Optional<Reason> skipped = skipped(root, depth, inside);
    if (skipped.isEmpty() && !filter.takesImage(folder, name)) {
      skipped = Optional.of(Reason.SUFFIX);
    }
    if (skipped.isEmpty() && isLink) {
      skipped = Optional.of(Reason.LINK);
    }
    skipped.ifPresent(why -> passed.archived(why, folder, name));
    return skipped.isEmpty();
  }

  /** Whether an entry is not looked at, whatever it is; the first parameters are as above. */
  boolean skips(Path root, int depth, String entry) {
    try {
      return skipped(root, depth, Path.of(entry)).isPresent();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Path folder(Path root, Path inside) {
    return inside.getParent() == null ? root : root.resolve(inside.getParent());
  }

  private Optional<Reason> skipped(Path root, int depth, Path inside) {
    Path folder = folder(root, inside);
    if (!folder.equals(lastFolder) || depth != lastDepth) {
      lastFolder = folder;
      lastDepth = depth;
      lastReason = reason(root, depth, inside);
    }
    return Optional.ofNullable(lastReason).or(() -> filter.skips(folder, inside.getFileName()));
  }

  /** Null where the folders that an entry is in are all entered. */
  private Reason reason(Path root, int depth, Path inside) {
    Path parent = root;
    for (int i = 0; i < inside.getNameCount() - 1; i++) {
      Path name = inside.getName(i);
      Optional<Reason> skipped = filter.skips(parent, name);
      if (skipped.isPresent()) {
        return skipped.get() == Reason.SYSTEM ? Reason.HIDDEN : skipped.get();
      }
      if (filter.prunes(parent, name)) {
        return Reason.EXCLUDED;
      }
      if (depth + i >= rules.maxDepth()) {
        return Reason.TOO_DEEP;
      }
      parent = parent.resolve(name);
    }
    return null;
  }
}
