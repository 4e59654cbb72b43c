package io.github.resnet50.image;

import java.io.File;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * All that is below some folders, or below what is walked like one: by the names alone, since not
 * every image is a file of its own.
 */
public final class Subtrees {
  private final Set<String> prefixes = new HashSet<>();

  /** What the names of all that is below a folder begin with. */
  public static String prefix(String folder) {
    int end = folder.length();
    while (end > 0 && isSeparator(folder.charAt(end - 1))) {
      end--;
    }
    return folder.substring(0, end) + "/";
  }

  private static boolean isSeparator(char c) {
    return c == '/' || c == File.separatorChar;
  }

  /** Adds what is below a folder. */
  public void add(String folder) {
    prefixes.add(prefix(folder));
  }

  /** Adds whatever has a name. */
  public void addAll() {
    prefixes.add("");
  }

  /**
   * Where a name is.
   *
   * @return the {@link #prefix} of the folder that it is below, the topmost of several; empty where
   *     it is below none
   */
  public Optional<String> above(String name) {
    if (prefixes.contains("")) {
      return Optional.of("");
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String prefix = name.substring(0, slash + 1);
      if (prefixes.contains(prefix)) {
        return Optional.of(prefix);
      }
    }
    return Optional.empty();
  }
}
