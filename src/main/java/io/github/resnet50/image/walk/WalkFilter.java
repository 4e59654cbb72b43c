package io.github.resnet50.image.walk;

import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.decode.ImageFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which names of a directory a walk looks at; never accesses the file system. */
public final class WalkFilter {
  /** What a walk takes without globs, for help texts. */
  public static final String TAKEN_IN_WORDS = ImageFormat.SUFFIXES_IN_WORDS;

  /** What a walk looks for images in, likewise. */
  public static final String WALKED_IN_WORDS =
      "directories or archives (" + ArchiveFile.KINDS_IN_WORDS + ")";

  private static final Optional<Reason> EXCLUDED = Optional.of(Reason.EXCLUDED);
  private static final Optional<Reason> SYSTEM = Optional.of(Reason.SYSTEM);
  private static final Optional<Reason> HIDDEN = Optional.of(Reason.HIDDEN);

  private final List<Glob> includes;
  private final List<Glob> excludes;
  private final boolean hidden;

  public WalkFilter(WalkRules rules) {
    includes = rules.includes().stream().map(Glob::new).toList();
    excludes = rules.excludes().stream().map(Glob::new).toList();
    hidden = rules.hidden();
  }

  /** Why an entry is passed over, be it a file or a directory; empty where it is not. */
  public Optional<Reason> skips(Path parent, Path name) {
    if (excluded(parent, name, false)) {
      return EXCLUDED;
    }
    if (!hidden) {
      String text = name.toString();
      if (SystemNames.isFolder(text) || SystemNames.isFile(text)) {
        return SYSTEM;
      }
      if (text.startsWith(".")) {
        return HIDDEN;
      }
    }
    return Optional.empty();
  }

  /**
   * Whether files of this suffix are images, as far as it tells, or hold some: what no output may
   * replace.
   *
   * @param suffix in lower case, without the dot
   */
  public static boolean isInput(String suffix) {
    return ImageFormat.suffixes().contains(suffix)
        || OtherImages.isKnown(suffix)
        || ArchiveFile.isSuffix(suffix);
  }

  /** Whether the walk of local directories opens an entry that is not {@link #skips skipped}. */
  boolean takesFile(Path parent, Path name) {
    return takesImage(parent, name) || ArchiveFile.isName(name.toString());
  }

  /** Whether an entry that is not {@link #skips skipped} is taken as an image if it is a file. */
  public boolean takesImage(Path parent, Path name) {
    if (includes.isEmpty()) {
      return ImageFormat.isNameOfImage(name.toString());
    }
    return includes.stream().anyMatch(glob -> glob.matches(parent, name));
  }

  /** Whether an entry that is not {@link #skips skipped} is excluded if it is a directory. */
  public boolean prunes(Path parent, Path name) {
    return excluded(parent, name, true);
  }

  /** Whether the user says by globs which files are taken. */
  public boolean hasIncludes() {
    return !includes.isEmpty();
  }

  /** Whether the user would miss a file of this name: as far as the name tells, it is an image. */
  public boolean misses(Path parent, Path name) {
    return takesImage(parent, name)
        || (includes.isEmpty() && OtherImages.isKnown(OtherImages.suffix(name.toString())));
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
