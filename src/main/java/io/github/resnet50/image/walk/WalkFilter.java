package io.github.resnet50.image.walk;

import io.github.resnet50.image.decode.ImageFormat;
import java.nio.file.Path;
import java.util.List;

/** Which names of a directory a walk looks at; never accesses the file system. */
public final class WalkFilter {
  private final List<Glob> includes;
  private final List<Glob> excludes;
  private final boolean hidden;

  public WalkFilter(ScanOptions options) {
    includes = options.includes().stream().map(Glob::new).toList();
    excludes = options.excludes().stream().map(Glob::new).toList();
    hidden = options.hidden();
  }

  /** Whether an entry is excluded, be it a file or a directory. */
  public boolean skips(Path parent, Path name) {
    return (!hidden && name.toString().startsWith(".")) || excluded(parent, name, false);
  }

  /** Whether an entry that is not {@link #skips skipped} is taken as an image if it is a file. */
  public boolean takesFile(Path parent, Path name) {
    if (includes.isEmpty()) {
      return ImageFormat.isNameOfImage(name.toString());
    }
    return includes.stream().anyMatch(glob -> glob.matches(parent, name));
  }

  /** Whether an entry that is not {@link #skips skipped} is excluded if it is a directory. */
  public boolean prunes(Path parent, Path name) {
    return excluded(parent, name, true);
  }

  private boolean excluded(Path parent, Path name, boolean directoriesOnly) {
    for (Glob glob : excludes) {
      if (glob.directoriesOnly() == directoriesOnly && glob.matches(parent, name)) {
        return true;
      }
    }
    return false;
  }
}
